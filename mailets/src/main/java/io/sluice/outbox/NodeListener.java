package io.sluice.outbox;

/** Is told about the servers that share an outbox. Called on a thread of the outbox; must not wait for it. */
@FunctionalInterface
public interface NodeListener {
    /**
     * The servers were counted, which happens every few seconds while the store can be reached.
     *
     * @param live how many servers work on the outbox, this one included: 1 or more
     * @param mailMayHaveCome whether mail may be due that this server was not told of, because others stored it or because
     *     it was taken over from a server that is gone
     */
    void counted(int live, boolean mailMayHaveCome);
}
