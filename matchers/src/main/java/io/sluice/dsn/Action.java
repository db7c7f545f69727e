package io.sluice.dsn;

import java.util.Locale;
import java.util.Optional;

/** What the reporting server did with the message for one recipient (RFC 3464 section 2.3.3). */
public enum Action {
    /** Given up. */
    FAILED,
    /** Not delivered yet; it goes on trying. */
    DELAYED,
    /** Delivered to the recipient. */
    DELIVERED,
    /** Passed on to a server that sends no notifications. */
    RELAYED,
    /** Delivered to a list or alias, whose members it went on to. */
    EXPANDED;

    /** The word in the notification and in attributes, for example {@code delayed}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The action that a field begins with, whatever the case; a comment may follow. */
    static Optional<Action> leading(String field) {
        String lower = field.toLowerCase(Locale.ROOT);
        for (Action action : values()) {
            int end = action.token().length();
            if (lower.startsWith(action.token()) && (lower.length() == end || !Character.isLetter(lower.charAt(end)))) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
