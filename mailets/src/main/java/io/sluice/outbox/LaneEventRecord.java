package io.sluice.outbox;

import java.time.Instant;
import java.util.Objects;

/**
 * Something that happened to a lane. Texts that are longer than said here are cut: a cause may quote a reply.
 *
 * @param lane the lane, or the gate inside it; at most {@value LaneRecord#MOST_KEY} characters, not cut
 * @param kind what happened, at most {@value #MOST_WORDS} characters
 * @param cause why, at most {@value #MOST_CAUSE} characters
 * @param from the value before, at most {@value #MOST_WORDS} characters; empty when there is none
 * @param to the value after, likewise
 */
public record LaneEventRecord(String lane, Instant time, String kind, String cause, String from, String to) {
    public static final int MOST_CAUSE = 1000;
    public static final int MOST_WORDS = 200;

    public LaneEventRecord {
        Objects.requireNonNull(time, "time");
        if (lane.isEmpty() || lane.length() > LaneRecord.MOST_KEY) {
            throw new IllegalArgumentException(
                    "A lane has a name of 1 to " + LaneRecord.MOST_KEY + " characters, not " + lane.length());
        }
        kind = cut(kind, MOST_WORDS);
        cause = cut(cause, MOST_CAUSE);
        from = cut(from, MOST_WORDS);
        to = cut(to, MOST_WORDS);
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean insideAPair = Character.isHighSurrogate(text.charAt(most - 1));
        return text.substring(0, insideAPair ? most - 1 : most);
    }
}
