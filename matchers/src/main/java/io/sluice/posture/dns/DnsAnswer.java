package io.sluice.posture.dns;

import java.util.List;

/**
 * What came of a question.
 *
 * @param records their data in the form of zone files: addresses, host names without the trailing dot, {@code 10
 *     host} for MX, the joined strings of TXT without quotes; only when found
 * @param authenticated whether the name server says that it validated the answer (the AD bit of RFC 4035)
 * @param detail why there is no answer, one printable line; empty when there is one
 * @param millis how long it took
 */
public record DnsAnswer(Outcome outcome, List<String> records, boolean authenticated, String detail, long millis) {
    /** What kind of answer it is. */
    public enum Outcome {
        /** There are records. */
        FOUND,
        /** There is such a name, without records of this kind. */
        NO_RECORDS,
        /** There is no such name (NXDOMAIN). */
        NO_SUCH_NAME,
        /** The name server could not answer, for instance because DNSSEC finds a forgery (SERVFAIL). */
        FAILED,
        /** No answer came in time. */
        TIMEOUT,
        /** An answer that is larger than what is read. */
        TOO_LARGE,
        /** Aliases that lead in a circle, or on and on. */
        LOOP,
        /** A bound of the whole check was reached before. */
        NOT_ASKED
    }

    public DnsAnswer {
        records = List.copyOf(records);
    }

    static DnsAnswer without(Outcome outcome, String detail, long millis) {
        return new DnsAnswer(outcome, List.of(), false, detail, millis);
    }

    /** Whether there are records. */
    public boolean isFound() {
        return outcome == Outcome.FOUND;
    }

    /** Whether the DNS says that there is nothing. */
    public boolean isNone() {
        return outcome == Outcome.NO_RECORDS || outcome == Outcome.NO_SUCH_NAME;
    }

    /** Whether it stays open what the DNS holds. */
    public boolean isUnknown() {
        return !isFound() && !isNone();
    }

    /** In words, why there are no records. */
    public String words() {
        return switch (outcome) {
            case FOUND -> "found";
            case NO_RECORDS -> "no such record";
            case NO_SUCH_NAME -> "no such name";
            case FAILED -> "the name server failed" + (detail.isEmpty() ? "" : ": " + detail);
            case TIMEOUT -> "no answer in time";
            case TOO_LARGE -> "the answer is too large";
            case LOOP -> "the aliases lead in a circle or too far";
            case NOT_ASKED -> "not asked" + (detail.isEmpty() ? "" : ": " + detail);
        };
    }
}
