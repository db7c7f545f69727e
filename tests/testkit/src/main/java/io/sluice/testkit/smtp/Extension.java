package io.sluice.testkit.smtp;

/** An SMTP service extension that a receiver may offer in its EHLO answer. */
public enum Extension {
    /** RFC 1870. */
    SIZE("SIZE 49283072"),
    /** RFC 2920. */
    PIPELINING("PIPELINING"),
    /** RFC 3461. */
    DSN("DSN"),
    /** RFC 2034. */
    ENHANCED_STATUS_CODES("ENHANCEDSTATUSCODES"),
    /** RFC 3207; never offered inside TLS. */
    STARTTLS("STARTTLS"),
    /** RFC 6152. */
    EIGHT_BIT_MIME("8BITMIME"),
    /** RFC 4954; any user name and password is right unless a rule says otherwise. */
    AUTH("AUTH PLAIN LOGIN"),
    /** RFC 6531. */
    SMTPUTF8("SMTPUTF8");

    private final String keyword;

    Extension(String keyword) {
        this.keyword = keyword;
    }

    String keyword() {
        return keyword;
    }
}
