package io.sluice.outbox.sql;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Writes a file that moves an outbox: a line that says what it is, records, and a digest of all that. */
final class TransferWriter {
    /** With the version of the format. */
    static final byte[] FIRST_LINE = "sluice outbox 1\n".getBytes(StandardCharsets.US_ASCII);
    /** No record but a part of a body has more bytes; those have at most {@link BodyTable#CHUNK}. */
    static final int MOST_BYTES = 8 * 1024 * 1024;

    private final MessageDigest digest = sha256();
    private final DataOutputStream out;

    TransferWriter(OutputStream out) throws IOException {
        this.out = new DataOutputStream(new DigestOutputStream(out, digest));
        this.out.write(FIRST_LINE);
    }

    /** Whether the record can be in a file. */
    static boolean fits(TransferRecord record, List<Object> values) throws IOException {
        return record.write(values).length <= MOST_BYTES;
    }

    void write(TransferRecord record, List<Object> values) throws IOException {
        write(record, record.write(values));
    }

    void write(TransferRecord record, byte[] payload) throws IOException {
        out.writeByte(record.type());
        out.writeInt(payload.length);
        out.write(payload);
    }

    /** The last record: the digest of all bytes before it, its own type and length too. */
    void end() throws IOException {
        out.writeByte(TransferRecord.END.type());
        out.writeInt(digest.getDigestLength());
        out.write(digest.digest());
        out.flush();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
