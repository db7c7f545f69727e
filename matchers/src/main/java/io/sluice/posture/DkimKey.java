package io.sluice.posture;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * A key record (RFC 6376 section 3.6.1, RFC 8463).
 *
 * @param type {@code rsa} or {@code ed25519}, or what else k= says
 * @param bits its size; 0 when it has none
 * @param revoked whether p= is empty
 * @param testing whether t=y says that signatures count for nothing
 * @param fault why no signature can be verified with it, other than for being revoked
 */
record DkimKey(String type, int bits, boolean revoked, boolean testing, Optional<String> fault) {
    private static final int ED25519_BITS = 256;
    private static final int LONGEST_KEY = 8192;

    static DkimKey parse(String text) {
        TagList list = TagList.parse(text);
        String type = list.get("k").orElse("rsa").toLowerCase(Locale.ROOT);
        boolean testing = list.get("t").stream()
                .flatMap(flags -> Splitter.on(':').trimResults().splitToStream(flags))
                .anyMatch("y"::equalsIgnoreCase);
        Optional<String> fault = list.fault()
                .or(() -> list.get("v")
                        .filter(version -> !version.equals("DKIM1"))
                        .map(version -> "v= must be DKIM1"))
                .or(() -> list.get("s")
                        .filter(services -> Splitter.on(':')
                                .trimResults()
                                .splitToStream(services)
                                .noneMatch(service -> service.equals("*") || service.equalsIgnoreCase("email")))
                        .map(services -> "s= does not allow it for mail"));
        if (fault.isPresent()) {
            return new DkimKey(type, 0, false, testing, fault);
        }
        String key = list.get("p").map(CharMatcher.whitespace()::removeFrom).orElse(null);
        if (key == null) {
            return new DkimKey(type, 0, false, testing, Optional.of("there is no p="));
        }
        if (key.isEmpty()) {
            return new DkimKey(type, 0, true, testing, Optional.empty());
        }
        return withKey(type, key, testing);
    }

    private static DkimKey withKey(String type, String key, boolean testing) {
        byte[] bytes;
        try {
            if (key.length() > LONGEST_KEY) {
                return new DkimKey(type, 0, false, testing, Optional.of("p= is too long"));
            }
            bytes = Base64.getDecoder().decode(key);
        } catch (IllegalArgumentException e) {
            return new DkimKey(type, 0, false, testing, Optional.of("p= is not base64"));
        }
        return switch (type) {
            case "rsa" -> rsa(bytes, testing);
            case "ed25519" -> bytes.length == ED25519_BITS / 8
                    ? new DkimKey(type, ED25519_BITS, false, testing, Optional.empty())
                    : new DkimKey(type, 0, false, testing, Optional.of("p= is no ed25519 key"));
            default -> new DkimKey(type, 0, false, testing, Optional.of("k= is neither rsa nor ed25519"));
        };
    }

    private static DkimKey rsa(byte[] bytes, boolean testing) {
        try {
            PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bytes));
            if (key instanceof RSAPublicKey rsa) {
                return new DkimKey("rsa", rsa.getModulus().bitLength(), false, testing, Optional.empty());
            }
        } catch (GeneralSecurityException e) {
            // Said below.
        }
        return new DkimKey("rsa", 0, false, testing, Optional.of("p= is no RSA key"));
    }
}
