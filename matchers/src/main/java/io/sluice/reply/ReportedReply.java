package io.sluice.reply;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads what one server tells about another one's reply: the diagnostic of a delivery status notification (RFC 3464),
 * a line of a log, the error text of a mail server.
 *
 * <p>Never throws on any text, and takes time linear in the part that is looked at, {@link SmtpReply#MAXIMUM_TEXT}
 * characters.
 */
public final class ReportedReply {
    private static final String SAID = " said: ";

    private record Sign(NoReply.Kind kind, List<String> words) {
        static Sign of(NoReply.Kind kind, String... words) {
            return new Sign(kind, List.of(words));
        }

        boolean isIn(String text) {
            return words.stream().allMatch(text::contains);
        }
    }

    private record Step(SmtpStage stage, String words) {}

    /** What servers write when nobody answered; the first one decides. Of Postfix, Exim, Gmail, JavaMail and James. */
    private static final List<Sign> SIGNS = List.of(
            Sign.of(NoReply.Kind.NULL_MX, "nullmx"),
            Sign.of(NoReply.Kind.NULL_MX, "null mx"),
            Sign.of(NoReply.Kind.DNS_FAILURE, "name service error", "try again"),
            Sign.of(NoReply.Kind.DNS_FAILURE, "host lookup did not complete"),
            Sign.of(NoReply.Kind.DNS_FAILURE, "temporary problem looking up mail server"),
            Sign.of(NoReply.Kind.NO_SUCH_DOMAIN, "name service error"),
            Sign.of(NoReply.Kind.NO_SUCH_DOMAIN, "host or domain name not found"),
            Sign.of(NoReply.Kind.NO_SUCH_DOMAIN, "there are no dns entries for the hostname"),
            Sign.of(NoReply.Kind.NO_SUCH_DOMAIN, "mx records point to non-existent hosts"),
            Sign.of(NoReply.Kind.NO_SUCH_DOMAIN, "nxdomain"),
            Sign.of(NoReply.Kind.TLS_FAILURE, "cannot start tls"),
            Sign.of(NoReply.Kind.TLS_FAILURE, "tls", "handshake"),
            Sign.of(NoReply.Kind.TLS_FAILURE, "tls is required, but was not offered"),
            Sign.of(NoReply.Kind.TLS_FAILURE, "server certificate not"),
            Sign.of(NoReply.Kind.TLS_FAILURE, "could not convert socket to tls"),
            Sign.of(NoReply.Kind.CONNECTION_REFUSED, "connection refused"),
            Sign.of(NoReply.Kind.UNREACHABLE, "no route to host"),
            Sign.of(NoReply.Kind.UNREACHABLE, "network is unreachable"),
            Sign.of(NoReply.Kind.UNREACHABLE, "host is unreachable"),
            Sign.of(NoReply.Kind.CONNECTION_RESET, "lost connection"),
            Sign.of(NoReply.Kind.CONNECTION_RESET, "connection reset"),
            Sign.of(NoReply.Kind.CONNECTION_RESET, "remote host closed connection"),
            Sign.of(NoReply.Kind.CONNECTION_RESET, "broken pipe"),
            Sign.of(NoReply.Kind.CONNECT_TIMED_OUT, "connection timed out"),
            Sign.of(NoReply.Kind.CONNECT_TIMED_OUT, "connect timed out"),
            Sign.of(NoReply.Kind.CONNECT_TIMED_OUT, "did not accept our requests to connect"),
            Sign.of(NoReply.Kind.CONNECT_TIMED_OUT, "couldn't connect to host"),
            Sign.of(NoReply.Kind.READ_TIMED_OUT, "timed out"));

    /** Postfix and Exim tell what was answered behind these words. */
    private static final List<String> ANSWERED = List.of("in reply to ", "remote mail server after ");

    private static final List<Step> STEPS = List.of(
            new Step(SmtpStage.END_OF_DATA, "end of data"),
            new Step(SmtpStage.MAIL, "mail from"),
            new Step(SmtpStage.RCPT, "rcpt to"),
            new Step(SmtpStage.DATA, "data"),
            new Step(SmtpStage.EHLO, "ehlo"),
            new Step(SmtpStage.EHLO, "helo"),
            new Step(SmtpStage.STARTTLS, "starttls"),
            new Step(SmtpStage.AUTH, "auth"),
            new Step(SmtpStage.CONNECT, "initial connection"));

    private ReportedReply() {}

    /**
     * The reply, in this order: the text is a reply itself; it quotes one, as in {@code host mx.example.org said: 451
     * 4.7.500 Server busy} or {@code [{LED=450 4.4.316 Connection refused}]}; it says that nobody answered; else a reply
     * that is made up of the status and the text, with the code 250, 450 or 550.
     *
     * @param text what is told, may have several lines
     * @param status the status that is told beside the text
     * @param remote the host that is told beside the text; a host that the text names with a quoted reply replaces
     *     {@link RemoteHost#NONE}
     * @return empty when the text tells of no reply and there is no status
     */
    public static Optional<Reply> read(String text, Optional<EnhancedStatusCode> status, RemoteHost remote) {
        String line = PrintableLine.of(text, SmtpReply.MAXIMUM_TEXT);
        String lower = line.toLowerCase(Locale.ROOT);
        SmtpStage stage = stage(lower);
        if (ReplyParser.beginsWithCode(line)) {
            return Optional.of(SmtpReply.of(text.stripLeading(), stage, remote));
        }
        Optional<SmtpReply> quoted =
                QuotedReply.after(0, line, stage, speaker(line, remote)).map(QuotedReply::reply);
        if (quoted.isPresent()) {
            return Optional.of(quoted.get());
        }
        Optional<Reply> missing = SIGNS.stream()
                .filter(sign -> sign.isIn(lower))
                .findFirst()
                .map(sign -> new NoReply(sign.kind(), line, stage, remote));
        return missing.or(() -> status.map(code -> madeUp(code, line, stage, remote)));
    }

    private static Reply madeUp(EnhancedStatusCode status, String line, SmtpStage stage, RemoteHost remote) {
        int code = status.type() * 100 + 50;
        return new SmtpReply(
                code, Optional.of(status), code + " " + status + " " + line, stage, remote, Optional.empty());
    }

    private static SmtpStage stage(String lower) {
        for (String words : ANSWERED) {
            int found = lower.indexOf(words);
            if (found >= 0) {
                int at = found + words.length();
                int from = lower.startsWith("pipelined ", at) ? at + "pipelined ".length() : at;
                return STEPS.stream()
                        .filter(step -> lower.startsWith(step.words(), from))
                        .findFirst()
                        .map(Step::stage)
                        .orElse(SmtpStage.OTHER);
            }
        }
        return SmtpStage.OTHER;
    }

    /** Who said it, as in {@code host mx.example.org[192.0.2.25] said: }. */
    private static RemoteHost speaker(String line, RemoteHost told) {
        int said = line.indexOf(SAID);
        if (!told.equals(RemoteHost.NONE) || said <= 0 || line.charAt(said - 1) != ']') {
            return told;
        }
        int open = line.lastIndexOf('[', said);
        int name = line.lastIndexOf(' ', open);
        return open < 0 ? told : new RemoteHost(line.substring(name + 1, open), line.substring(open + 1, said - 1));
    }
}
