package io.sluice.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The key of hashed addresses: a random one, kept beside the journal, so that hashes are the same after a restart. */
final class JournalKey {
    private static final int BYTES = 32;

    private JournalKey() {}

    /**
     * Reads the key, or makes one that only its owner can read.
     *
     * @throws IllegalArgumentException when that cannot be done, or the file holds something else
     */
    static byte[] of(Path journal) {
        Path file = journal.resolveSibling(journal.getFileName() + ".key");
        try {
            if (!Files.exists(file)) {
                write(file);
            }
            byte[] key = HexFormat.of().parseHex(Files.readString(file).strip());
            if (key.length == BYTES) {
                return key;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(message(file), e);
        }
        throw new IllegalArgumentException(message(file));
    }

    private static void write(Path file) throws IOException {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(key), StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static String message(Path file) {
        return "sluice.properties: " + JournalSettings.ADDRESSES + " = \"hashed\" needs a key, and " + file
                + " holds none and cannot be made. It has 64 hexadecimal digits; remove the file to have a new one";
    }
}
