package io.sluice.outbox.sql;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/** Reads a file that moves an outbox. Holds one record; reads no more than the bounds of the format allow. */
final class TransferReader implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;

    private final MessageDigest digest = TransferWriter.sha256();
    private final DataInputStream in;
    private TransferRecord record = TransferRecord.HEADER;
    private byte[] payload = {};

    TransferReader(Path file) throws IOException {
        InputStream opened = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        this.in = new DataInputStream(new DigestInputStream(opened, digest));
        try {
            if (!Arrays.equals(in.readNBytes(TransferWriter.FIRST_LINE.length), TransferWriter.FIRST_LINE)) {
                throw new IOException("it was not made by outbox export, or not by this release");
            }
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Goes to the next record; false when that is the end, and the file is whole. */
    boolean next() throws IOException {
        try {
            record = TransferRecord.of(in.readByte());
            int length = in.readInt();
            int most = record == TransferRecord.BODY ? BodyTable.CHUNK : TransferWriter.MOST_BYTES;
            if (length < 0 || length > most) {
                throw new IOException("it has a record of a forbidden length");
            }
            boolean end = record == TransferRecord.END;
            byte[] before = end ? digest.digest() : new byte[0];
            payload = in.readNBytes(length);
            if (payload.length < length) {
                throw new EOFException();
            }
            if (end && (!MessageDigest.isEqual(before, payload) || in.read() >= 0)) {
                throw new IOException("it was altered: its checksum is wrong");
            }
            return !end;
        } catch (EOFException e) {
            throw new IOException("it is not complete", e);
        }
    }

    TransferRecord record() {
        return record;
    }

    /** Of a record with columns. */
    List<Object> values() throws IOException {
        return record.read(payload);
    }

    /** Of a record without. */
    byte[] payload() {
        return payload;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
