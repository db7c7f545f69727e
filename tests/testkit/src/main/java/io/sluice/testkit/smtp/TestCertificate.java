package io.sluice.testkit.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The self-signed certificate of all simulated receivers. Good for {@code *.mail.protection.outlook.com} and such. */
public final class TestCertificate {

    private static final char[] PASSWORD = "simulated".toCharArray();

    private TestCertificate() {}

    /** Returns the certificate, for a client that is to trust it. */
    public static X509Certificate certificate() {
        try {
            return (X509Certificate) keyStore().getCertificate("receiver");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The certificate of the test kit is not readable", e);
        }
    }

    /** Returns what a server needs that shows it. */
    public static SSLContext context() throws IOException {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(keyStore(), PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The certificate of the test kit is not usable", e);
        }
    }

    private static KeyStore keyStore() throws GeneralSecurityException, IOException {
        try (InputStream stored = TestCertificate.class.getResourceAsStream("receiver.p12")) {
            if (stored == null) {
                throw new UncheckedIOException(new IOException("receiver.p12 is missing in the test kit"));
            }
            KeyStore keyStore = KeyStore.getInstance("PKCS12");
            keyStore.load(stored, PASSWORD);
            return keyStore;
        }
    }
}
