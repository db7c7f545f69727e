package io.sluice.outbox.sql;

import io.sluice.outbox.NodeListener;

/**
 * What an outbox runs on. Closed in the order: writers, readers, tenure.
 *
 * @param name what the log calls it
 * @param shared whether several servers may work on it
 * @param writer runs changes
 * @param leaser runs leases and what is given back, in the order in which they come
 * @param readers run questions
 * @param tenure keeps others from what is ours until it is closed
 * @param refused is told of entries that are done and cannot be deleted
 */
record Engine(
        String name, boolean shared, Writer writer, Writer leaser, Readers readers, Tenure tenure, Refused refused)
        implements AutoCloseable {
    /** Remembers, over a stop, entries that are done although the store refuses to delete them. */
    interface Refused extends AutoCloseable {
        void add(long id);

        @Override
        void close();
    }

    /** Remembers nothing. */
    static final class Forgetful implements Refused {
        @Override
        public void add(long id) {}

        @Override
        public void close() {}
    }

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
        refused.close();
        tenure.close();
    }
}
