package io.sluice.testkit.smtp;

/** A point of an SMTP session at which the receiver has to answer (RFC 5321 section 4.3.2). */
public enum Stage {
    /** The connection was opened; the answer is the greeting. */
    CONNECT,
    /** EHLO or HELO. */
    EHLO,
    /** STARTTLS; the handshake follows an accepting answer. */
    STARTTLS,
    /** AUTH. */
    AUTH,
    /** MAIL FROM. */
    MAIL,
    /** RCPT TO, once per recipient. */
    RCPT,
    /** DATA; an accepting answer is 354. */
    DATA,
    /** The message has been received completely. */
    END_OF_DATA,
    /** RSET. */
    RSET,
    /** NOOP. */
    NOOP,
    /** QUIT. */
    QUIT
}
