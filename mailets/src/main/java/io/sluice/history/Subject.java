package io.sluice.history;

/**
 * What is counted: a lane, or the mail of a sender domain on it.
 *
 * @param lane as {@code source/destination}; {@link #OTHER} for lanes beyond those that are counted each
 * @param sender the domain of the sender; {@link #NULL_SENDER}; {@link #OTHER} for domains beyond those that are counted
 *     each; empty for all of the lane
 */
public record Subject(String lane, String sender) {
    /** What has no room of its own. */
    public static final String OTHER = "*other";

    /** Mail without a sender. */
    public static final String NULL_SENDER = "<>";

    static final int LONGEST = 300;

    public Subject {
        if (lane.isEmpty() || lane.length() > LONGEST || sender.length() > LONGEST) {
            throw new IllegalArgumentException("A lane has 1 to " + LONGEST + " characters, a domain at most as many");
        }
    }

    /** All mail of the lane. */
    public static Subject of(String lane) {
        return new Subject(lane, "");
    }
}
