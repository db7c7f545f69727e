package io.sluice.outbox.sql;

import io.sluice.outbox.NodeListener;

/**
 * What an outbox runs on. Closed in the order: writers, readers, tenure.
 *
 * @param name what the log calls it
 * @param writer runs changes
 * @param leaser runs leases and what is given back, in the order in which they come
 * @param readers run questions
 * @param tenure keeps others from what is ours until it is closed
 */
record Engine(String name, Writer writer, Writer leaser, Readers readers, Tenure tenure) implements AutoCloseable {

    /** The right to work on an outbox: a lock of its files, or a place among the servers that share it. */
    interface Tenure extends AutoCloseable {
        /** Tells the listener about the servers that share the outbox; never when only one can have it. */
        void watch(NodeListener listener);

        @Override
        void close();
    }

    @Override
    public void close() {
        leaser.close();
        writer.close();
        readers.close();
        tenure.close();
    }
}
