package io.sluice.reply;

import java.util.Optional;

/**
 * A reply as it came over the wire (RFC 5321 section 4.2), with what is known about its circumstances.
 *
 * <p>The text is attacker-controlled. It is folded to one line, control characters become spaces, and it is cut at
 * {@value #MAXIMUM_TEXT} characters, so that it can go into a log, a header or a page after the usual escaping.
 *
 * @param code the reply code, 200 to 599
 * @param enhancedCode the enhanced status code at the beginning of the text, if there is one
 * @param line code, enhanced code and text in one line, at most {@value #MAXIMUM_TEXT} characters
 * @param stage the command that was answered
 * @param remote who answered
 * @param recipient the recipient, when the reply is about one
 */
public record SmtpReply(
        int code,
        Optional<EnhancedStatusCode> enhancedCode,
        String line,
        SmtpStage stage,
        RemoteHost remote,
        Optional<String> recipient)
        implements Reply {
    /** Longest text that is kept, in characters. */
    public static final int MAXIMUM_TEXT = 4096;

    public SmtpReply {
        if (code < 200 || code > 599) {
            throw new IllegalArgumentException("A reply code is 200 to 599, not " + code);
        }
        line = ReplyParser.printable(line);
    }

    /**
     * Reads a raw reply, possibly of several lines. Only the beginning of a very long one is looked at.
     *
     * @throws IllegalArgumentException if it is not an SMTP reply: null, empty, or without a code from 200 to 599
     */
    public static SmtpReply of(String raw, SmtpStage stage, RemoteHost remote) {
        return ReplyParser.parse(raw, stage, remote, Optional.empty());
    }

    /** The same reply, known to be about one recipient. */
    public SmtpReply about(String oneRecipient) {
        return new SmtpReply(code, enhancedCode, line, stage, remote, Optional.of(oneRecipient));
    }

    /** Whether it is a positive completion, 2yz. */
    public boolean isPositive() {
        return code >= 200 && code <= 299;
    }

    @Override
    public String text() {
        return line;
    }
}
