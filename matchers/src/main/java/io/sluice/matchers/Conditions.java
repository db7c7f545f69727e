package io.sluice.matchers;

import javax.mail.MessagingException;

/** What the matchers say about a condition that they can not use. */
final class Conditions {
    private static final int MAXIMUM_QUOTE = 200;

    private Conditions() {}

    static MessagingException notAllowed(String matcher, String value, String allowed) {
        String bounded = value.length() > MAXIMUM_QUOTE ? value.substring(0, MAXIMUM_QUOTE) + "..." : value;
        return new MessagingException(
                "Matcher " + matcher + ": \"" + bounded + "\" in the condition is not allowed; allowed: " + allowed);
    }
}
