package io.sluice.exchange;

/** A list of ranges that is not taken. The message says why, in one printable line, and quotes no more than a little. */
public final class RangesRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public RangesRefusedException(String message) {
        super(message);
    }

    public RangesRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
