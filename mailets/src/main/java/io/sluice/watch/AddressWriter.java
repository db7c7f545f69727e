package io.sluice.watch;

import io.sluice.reply.MaskedAddresses;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Writes mail addresses as the settings say. Safe for several threads. */
final class AddressWriter {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int HASH_BYTES = 10;

    private final JournalSettings.Addresses kind;
    private final byte[] key;

    /** @param key of the hash; not empty when addresses are hashed */
    AddressWriter(JournalSettings.Addresses kind, byte[] key) {
        this.kind = kind;
        this.key = key.clone();
    }

    /** One address. */
    String address(String address) {
        return switch (kind) {
            case PLAIN -> address;
            case MASKED -> masked(address, "*");
            case HASHED -> masked(address, hash(address.toLowerCase(Locale.ROOT)));
        };
    }

    /** Text that may have addresses in it. */
    String text(String text) {
        return kind == JournalSettings.Addresses.PLAIN ? text : MaskedAddresses.in(text);
    }

    private static String masked(String address, String instead) {
        int at = address.lastIndexOf('@');
        return at < 0 ? instead : instead + address.substring(at);
    }

    private String hash(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            byte[] hash = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HMAC with SHA-256", e);
        }
    }
}
