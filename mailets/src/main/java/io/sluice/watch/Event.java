package io.sluice.watch;

import java.time.Instant;
import java.util.Locale;

/**
 * Something that an operator should know. Has no mail address.
 *
 * @param about the lane; empty when it is about the server
 * @param text what happened, why and what to do, in plain words; at most {@value #LONGEST_TEXT} characters in one line
 */
public record Event(Instant at, Kind kind, String about, String text) {
    /** More is cut off. */
    public static final int LONGEST_TEXT = 1000;

    /** What kind of thing. */
    public enum Kind {
        /** The receiver keeps refusing; mail of the lane waits and tests it. */
        LANE_SUSPENDED(true),
        /** The receiver shuts the source out; somebody must act. */
        LANE_BLOCKED(true),
        /** The service has a fault, or somebody closed the lane. */
        LANE_OUTAGE(true),
        /** Mail of the lane leaves again. */
        LANE_RESUMED(false),
        /** Mail cannot be stored. */
        STORE_FAILING(true),
        /** Mail can be stored again. */
        STORE_RECOVERED(false),
        /** The deferral pressure is unusually high. */
        PRESSURE_DEPARTED(true),
        /** It is as usual again. */
        PRESSURE_RETURNED(false),
        /** It was concluded whose fault it is that mail is refused. */
        CAUSE_FOUND(true),
        /** It reaches further, or is surer than before. */
        CAUSE_CHANGED(true),
        /** It is over. */
        CAUSE_GONE(false),
        /** Replies came that no rule knows. */
        UNKNOWN_REPLIES(true),
        /** The file of rules has a fault; the rules before it stay in use. */
        RULES_REFUSED(true),
        /** A handler of ours keeps deferring Exchange Online. */
        INBOUND_DEFERRED(true);

        private final boolean trouble;

        Kind(boolean trouble) {
            this.trouble = trouble;
        }

        /** Whether something is wrong; false when it is right again. */
        public boolean trouble() {
            return trouble;
        }

        /** The name in configuration and in what is sent, for example {@code lane-blocked}. */
        public String token() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Event {
        text = oneLine(text);
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(LONGEST_TEXT).forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return line.toString();
    }
}
