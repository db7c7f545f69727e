package io.sluice.lane;

import java.time.Instant;

/** A lane's answer to the question whether a mail may leave. */
public sealed interface Admission {
    /** Not until a permit that is out comes back. */
    Busy BUSY = new Busy();

    /** It may, now. The permit is to be given back with the outcome. */
    record Admitted(Permit permit) implements Admission {}

    /** Not before that time, whatever else happens. */
    record NotBefore(Instant when) implements Admission {}

    /** Not until a permit that is out comes back. */
    record Busy() implements Admission {}
}
