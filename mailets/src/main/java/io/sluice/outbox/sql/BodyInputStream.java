package io.sluice.outbox.sql;

import io.sluice.outbox.OutboxException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Reads a body chunk by chunk, one in memory at a time; no connection is kept between them. A body that ends before its
 * size, because it is damaged or its message was settled meanwhile, is an {@link IOException}, never a shorter body.
 */
final class BodyInputStream extends InputStream {
    private final Readers readers;
    private final long messageId;
    private final long size;
    private byte[] chunk = {};
    private int next;
    private long chunksRead;
    private long bytesRead;

    BodyInputStream(Readers readers, long messageId, long size) {
        this.readers = readers;
        this.messageId = messageId;
        this.size = size;
    }

    @Override
    public int read() throws IOException {
        return atEnd() ? -1 : chunk[next++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (atEnd()) {
            return -1;
        }
        int part = Math.min(length, available());
        System.arraycopy(chunk, next, target, offset, part);
        next += part;
        return part;
    }

    @Override
    public int available() {
        return chunk.length - next;
    }

    private boolean atEnd() throws IOException {
        if (next < chunk.length) {
            return false;
        }
        if (bytesRead == size) {
            return true;
        }
        chunk = fetch();
        next = 0;
        chunksRead++;
        bytesRead += chunk.length;
        if (chunk.length == 0 || bytesRead > size) {
            throw damaged();
        }
        return false;
    }

    private byte[] fetch() throws IOException {
        try {
            return readers.read(session -> BodyTable.chunk(session, messageId, chunksRead))
                    .orElseThrow(this::damaged);
        } catch (OutboxException e) {
            throw new IOException("The body of message " + messageId + " cannot be read", e);
        }
    }

    private IOException damaged() {
        return new IOException("The body of message " + messageId + " does not have its " + size
                + " bytes: it is damaged, or was removed while it was read");
    }
}
