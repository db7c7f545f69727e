package io.sluice.cli;

import java.io.IOException;

/** What a command says about replies. Confined to one thread. */
interface Report {
    /** One more reply. */
    void add(Judged judged) throws IOException;

    /** There are no more. */
    default void finish() throws IOException {}

    /** Whether something differs that was to be compared. */
    default boolean differs() {
        return false;
    }
}
