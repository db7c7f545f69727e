package io.sluice.cli.input;

import io.sluice.reply.NoReply;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.SmtpStage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What stock {@code RemoteDelivery} of James 3.8 writes, which depends on its level: at INFO the text of a network
 * failure only, with {@code <debug>true</debug>} the command and the reply, at DEBUG the reply once more with the mail.
 */
final class StockJamesLog implements LineReader {
    /** Loggers are shortened from the left: {@code o.a.j.t.m.r.d.MailDelivrer}. */
    private static final List<String> LOGGERS = List.of("MailDelivrer - ", "MailDelivrerToHost - ", "Bouncer - ");

    @Override
    public boolean knows(String line) {
        return message(line).isPresent();
    }

    @Override
    public Optional<Finding> read(String line) {
        String message = message(line).orElse("");
        if (message.startsWith("SMTP SEND FAILED: ")) {
            SmtpStage stage = Text.between(message, "Command [Optional[", "]")
                    .map(Text::stage)
                    .orElse(SmtpStage.OTHER);
            return Text.after(message, "Response[").flatMap(text -> reply(text, stage));
        }
        if (message.startsWith("Exception delivering message (")) {
            return Text.after(message, ") - ").flatMap(StockJamesLog::replyOrSilence);
        }
        Optional<String> said = Text.after(message, "RemoteHost said:");
        if (said.isPresent()) {
            return remoteHostSaid(said.get());
        }
        // The rest of what it logs are reports of success, and its own troubles.
        return message.startsWith("Couldn't connect")
                        || message.startsWith("Could not connect")
                        || message.startsWith("Exception reading response")
                        || Text.beginsWithCode(message)
                ? replyOrSilence(message)
                : Optional.empty();
    }

    @Override
    public Optional<Instant> time(String line) {
        return LogTime.atBeginning(line);
    }

    private static Optional<String> message(String line) {
        for (String logger : LOGGERS) {
            int at = line.indexOf(logger);
            if (at >= 0 && (at == 0 || line.charAt(at - 1) == '.' || line.charAt(at - 1) == ' ')) {
                return Optional.of(line.substring(at + logger.length()));
            }
        }
        return Optional.empty();
    }

    /** {@code ( bob@example.org - [550 5.1.1 ...] )} of one or more recipients, the first of which counts, or plain. */
    private static Optional<Finding> remoteHostSaid(String text) {
        Optional<Finding> ofRecipient = Text.after(text, " - [").flatMap(said -> {
            int end = said.indexOf("] )");
            return reply(end < 0 ? said : said.substring(0, end), SmtpStage.RCPT)
                    .map(finding ->
                            Text.between(text, "( ", " - [").map(finding::about).orElse(finding));
        });
        return ofRecipient.or(() -> reply(text.strip(), SmtpStage.OTHER));
    }

    private static Optional<Finding> replyOrSilence(String text) {
        Optional<Finding> reply = reply(text.strip(), SmtpStage.OTHER);
        if (reply.isPresent()) {
            return reply;
        }
        RemoteHost host = host(text);
        // The mail library keeps the number of a refused greeting only.
        Optional<Finding> greeting = Text.after(text, ", response: ")
                .filter(Text::beginsWithCode)
                .map(code -> Finding.reply(code, SmtpStage.CONNECT, host));
        if (greeting.isPresent()) {
            return greeting;
        }
        Optional<NoReply.Kind> kind = text.startsWith("Exception reading response")
                ? Optional.of(NoReply.Kind.CONNECTION_RESET)
                : NetworkWords.kind(text);
        return kind.map(known -> Finding.missing(known, text, SmtpStage.OTHER, host));
    }

    /** {@code Couldn't connect to host, port: mx.example.org, 25; ...}, {@code Could not connect to SMTP host: mx, port: 25}. */
    private static RemoteHost host(String text) {
        return Text.between(text, "host, port: ", ",")
                .or(() -> Text.between(text, "SMTP host: ", ","))
                .map(name -> new RemoteHost(name, ""))
                .orElse(RemoteHost.NONE);
    }

    private static Optional<Finding> reply(String text, SmtpStage stage) {
        return Text.beginsWithCode(text) ? Optional.of(Finding.reply(text, stage, RemoteHost.NONE)) : Optional.empty();
    }
}
