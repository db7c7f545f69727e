package io.sluice.outbox.sql;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Takes a body as it is written and cuts it into chunks. Holds at most {@value #MOST_CHUNKS} full chunks and one that
 * grows; when it has that many it spills them. Measures size and eight-bitness on the way.
 */
final class BodyBuffer extends OutputStream {
    /** Full chunks, 1 MiB, that are kept in memory. */
    static final int MOST_CHUNKS = 4;

    private final Spill spill;
    private final ByteArrayOutputStream growing = new ByteArrayOutputStream(8192);
    private List<byte[]> full = new ArrayList<>();
    private long size;
    private boolean eightBit;

    /** Takes full chunks away, in their order. */
    @FunctionalInterface
    interface Spill {
        void accept(List<byte[]> chunks);
    }

    BodyBuffer(Spill spill) {
        this.spill = spill;
    }

    @Override
    public void write(int b) {
        growing.write(b);
        size++;
        eightBit = eightBit || (byte) b < 0;
        if (growing.size() == BodyTable.CHUNK) {
            cut();
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int from = offset;
        int end = offset + length;
        while (from < end) {
            int part = Math.min(end - from, BodyTable.CHUNK - growing.size());
            growing.write(bytes, from, part);
            from += part;
            if (growing.size() == BodyTable.CHUNK) {
                cut();
            }
        }
        size += length;
        eightBit = eightBit || hasEightBit(bytes, offset, end);
    }

    /** What was not spilled, at the end. */
    List<byte[]> rest() {
        if (growing.size() > 0) {
            full.add(growing.toByteArray());
            growing.reset();
        }
        return full;
    }

    long size() {
        return size;
    }

    boolean eightBit() {
        return eightBit;
    }

    private void cut() {
        full.add(growing.toByteArray());
        growing.reset();
        if (full.size() == MOST_CHUNKS) {
            List<byte[]> chunks = full;
            full = new ArrayList<>();
            spill.accept(chunks);
        }
    }

    private static boolean hasEightBit(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] < 0) {
                return true;
            }
        }
        return false;
    }
}
