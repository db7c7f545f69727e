package io.sluice.reply;

import java.util.Locale;

/**
 * The step of an SMTP session (RFC 5321 section 3) at which a reply was given, or at which it stayed away.
 */
public enum SmtpStage {
    /** The TCP connection and the greeting. */
    CONNECT,
    EHLO,
    STARTTLS,
    AUTH,
    MAIL,
    RCPT,
    DATA,
    /** The answer to the final dot: the one that transfers responsibility (RFC 5321 section 4.2.5). */
    END_OF_DATA,
    /** RSET, NOOP and QUIT: commands that carry no mail. */
    OTHER;

    /** The name in the rule file and in attributes, for example {@code end-of-data}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
