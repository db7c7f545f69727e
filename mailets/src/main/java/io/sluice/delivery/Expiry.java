package io.sluice.delivery;

/** Why the time of a mail is over. */
enum Expiry {
    /** It was tried for as long as mail is tried. */
    AGE("age"),
    /** It is of no use any more, as its sender said. */
    DEADLINE("deadline");

    private final String token;

    Expiry(String token) {
        this.token = token;
    }

    /** The word in attributes. */
    String token() {
        return token;
    }
}
