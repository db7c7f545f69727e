package io.sluice.testkit.james;

/** The server ended, or was not ready in time, instead of starting. */
public final class StartFailed extends RuntimeException {

    private final String log;

    StartFailed(String what, String log) {
        super(what + "; its log:\n" + log);
        this.log = log;
    }

    /** What the server wrote since this start. */
    public String log() {
        return log;
    }
}
