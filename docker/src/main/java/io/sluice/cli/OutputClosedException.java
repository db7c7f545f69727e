package io.sluice.cli;

import java.io.IOException;

/** Nobody reads the output any more, as with {@code | head}: a reason to stop, and no fault. */
final class OutputClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    OutputClosedException(IOException cause) {
        super("Nobody reads the output any more", cause);
    }
}
