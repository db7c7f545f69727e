package io.sluice.inbound;

import io.sluice.exchange.Standing;
import io.sluice.reply.MaskedAddresses;
import java.net.InetAddress;
import java.time.Instant;

/**
 * A reply other than success that a server of Exchange Online got from us.
 *
 * @param standing what is known of the client
 * @param by the simple name of the handler or command that gave it
 * @param code three digits
 * @param text what followed them, in one printable line without mail addresses, at most {@value #LONGEST_TEXT} characters
 */
public record InboundAnswer(Instant at, InetAddress client, Standing standing, String by, String code, String text) {
    /** More is cut off. */
    public static final int LONGEST_TEXT = 200;

    private static final int LONGEST_NAME = 80;

    public InboundAnswer {
        by = printable(by, LONGEST_NAME);
        code = printable(code, 3);
        text = MaskedAddresses.in(printable(text, LONGEST_TEXT));
    }

    /** Whether the client will try again. */
    public boolean isDeferral() {
        return code.startsWith("4");
    }

    private static String printable(String text, int most) {
        StringBuilder line = new StringBuilder();
        text.chars().limit(most).forEach(c -> line.append(c >= ' ' && c < 0x7f ? (char) c : '?'));
        return line.toString();
    }
}
