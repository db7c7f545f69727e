package io.sluice.cli.input;

import io.sluice.reply.NoReply;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.SmtpStage;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The log of Postfix: lines of its SMTP client with a status, and those of a host that refused before the next one was
 * tried. What Postfix answers to its own clients ({@code smtpd}) is not read.
 */
final class PostfixLog implements LineReader {
    private static final String STATUS = " status=";
    private static final List<String> FAILED = List.of("deferred", "bounced", "undeliverable", "SOFTBOUNCE");
    private static final String SUSPENDED = "delivery temporarily suspended: ";
    private static final String IN_REPLY_TO = " (in reply to ";

    private final ZoneId zone;
    private final InstantSource now;

    /**
     * @param zone the zone of stamps without one
     * @param now tells the year of stamps without one
     */
    PostfixLog(ZoneId zone, InstantSource now) {
        this.zone = zone;
        this.now = now;
    }

    @Override
    public boolean knows(String line) {
        int at = line.indexOf("postfix");
        if (at < 0) {
            return false;
        }
        int process = line.indexOf("]: ", at);
        int slash = line.indexOf('/', at);
        return slash > 0 && process > slash && line.lastIndexOf('[', process) > slash;
    }

    @Override
    public Optional<Finding> read(String line) {
        if (!line.contains("/smtp[")
                && !line.contains("/lmtp[")
                && !line.contains("/error[")
                && !line.contains("/retry[")) {
            return Optional.empty();
        }
        int status = line.indexOf(STATUS);
        if (status < 0) {
            return Text.after(line, "]: ")
                    .flatMap(rest -> Text.after(rest, ": "))
                    .filter(rest -> rest.startsWith("host "))
                    .flatMap(PostfixLog::answer);
        }
        int open = line.indexOf(" (", status);
        if (open < 0 || !FAILED.contains(line.substring(status + STATUS.length(), open))) {
            return Optional.empty();
        }
        int end = line.endsWith(")") ? line.length() - 1 : line.length();
        String reason = line.substring(Math.min(open + 2, end), end);
        Optional<Finding> finding =
                reason(reason.startsWith(SUSPENDED) ? reason.substring(SUSPENDED.length()) : reason);
        return Text.between(line, " to=<", ">,")
                .map(recipient -> finding.map(found -> found.about(recipient)))
                .orElse(finding);
    }

    @Override
    public Optional<Instant> time(String line) {
        return LogTime.atBeginning(line).or(() -> LogTime.ofSyslog(line, zone, now.instant()));
    }

    private static Optional<Finding> reason(String reason) {
        return answer(reason).or(() -> silence(reason));
    }

    private static Optional<Finding> answer(String reason) {
        Optional<String> greeting = Text.after(reason, " refused to talk to me: ");
        if (greeting.isPresent()) {
            return reply(greeting.get(), SmtpStage.CONNECT, hostAfter(reason, "host ", " refused to talk to me: "));
        }
        Optional<String> said = Text.after(reason, " said: ");
        if (said.isEmpty()) {
            return Optional.empty();
        }
        int end = said.get().lastIndexOf(IN_REPLY_TO);
        if (reason.startsWith("SASL authentication failed")) {
            return reply(said.get(), SmtpStage.AUTH, hostAfter(reason, "server ", " said: "));
        }
        RemoteHost host = hostAfter(reason, "host ", " said: ");
        return end < 0
                ? reply(said.get(), SmtpStage.OTHER, host)
                : reply(
                        said.get().substring(0, end),
                        Text.stage(said.get().substring(end + IN_REPLY_TO.length())),
                        host);
    }

    private static Optional<Finding> reply(String text, SmtpStage stage, RemoteHost host) {
        return Text.beginsWithCode(text) ? Optional.of(Finding.reply(text, stage, host)) : Optional.empty();
    }

    private static Optional<Finding> silence(String reason) {
        if (reason.startsWith("connect to ")) {
            RemoteHost host = hostAfter(reason, "connect to ", ": ");
            return missing(NetworkWords.kind(reason), reason, SmtpStage.CONNECT, host);
        }
        if (reason.startsWith("lost connection with ") || reason.startsWith("conversation with ")) {
            RemoteHost host = hostAfter(reason, "with ", "] ");
            return missing(NetworkWords.kind(reason), reason, stageWhile(reason), host);
        }
        boolean lookup = reason.startsWith("Host or domain name not found")
                || reason.startsWith("unable to look up host")
                || reason.contains("(nullMX)");
        boolean tls = reason.startsWith("TLS is required")
                || reason.startsWith("Cannot start TLS")
                || reason.startsWith("Server certificate");
        if (lookup) {
            return missing(NetworkWords.kind(reason), reason, SmtpStage.CONNECT, RemoteHost.NONE);
        }
        return tls
                ? missing(
                        Optional.of(NoReply.Kind.TLS_FAILURE),
                        reason,
                        SmtpStage.STARTTLS,
                        hostAfter(reason, "host ", "]"))
                : Optional.empty();
    }

    private static Optional<Finding> missing(
            Optional<NoReply.Kind> kind, String reason, SmtpStage stage, RemoteHost host) {
        return kind.map(known -> Finding.missing(known, reason, stage, host));
    }

    /** {@code ... while sending RCPT TO}, {@code ... while receiving the initial server greeting}. */
    private static SmtpStage stageWhile(String reason) {
        String during = Text.after(reason, " while ").orElse("");
        if (during.contains("greeting")) {
            return SmtpStage.CONNECT;
        }
        return during.contains("end of data")
                ? SmtpStage.END_OF_DATA
                : Text.stage(Text.after(during, "sending ").orElse(during).replace("message body", "DATA"));
    }

    private static RemoteHost hostAfter(String reason, String before, String after) {
        int from = reason.indexOf(before);
        int to = from < 0 ? -1 : reason.indexOf(after, from + before.length());
        return to < 0
                ? RemoteHost.NONE
                : Text.host(reason.substring(from + before.length(), to + (after.startsWith("]") ? 1 : 0)));
    }
}
