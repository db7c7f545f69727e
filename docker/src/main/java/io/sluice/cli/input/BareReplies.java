package io.sluice.cli.input;

import io.sluice.reply.RemoteHost;
import io.sluice.reply.SmtpStage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A reply alone on its line, or after words that say that somebody else said it: {@code host mx.example.org[192.0.2.1]
 * said: 451 4.7.500 Server busy (in reply to RCPT TO command)}.
 */
final class BareReplies implements LineReader {
    private static final List<String> FRAMES = List.of(
            " said: ",
            "<<< ",
            "refused to talk to me: ",
            "smtp; ",
            "smtp;",
            "Remote server returned '",
            "Remote server returned ",
            "responded with: ");
    /** As Exim writes it; the stage and the host follow. */
    private static final String EXIM = "SMTP error from remote mail server after ";

    @Override
    public boolean knows(String line) {
        return true;
    }

    @Override
    public Optional<Finding> read(String line) {
        String text = unquoted(line.strip());
        if (Text.beginsWithCode(text)) {
            return Optional.of(Finding.reply(text, SmtpStage.OTHER, RemoteHost.NONE));
        }
        for (String frame : FRAMES) {
            int at = text.indexOf(frame);
            if (at >= 0 && Text.beginsWithCode(text.substring(at + frame.length()))) {
                return Optional.of(framed(text.substring(0, at), text.substring(at + frame.length()), frame));
            }
        }
        return exim(text);
    }

    @Override
    public Optional<Instant> time(String line) {
        return LogTime.atBeginning(line);
    }

    private static Finding framed(String before, String said, String frame) {
        SmtpStage stage = frame.startsWith("refused") ? SmtpStage.CONNECT : SmtpStage.OTHER;
        int end = said.lastIndexOf(" (in reply to ");
        if (end < 0) {
            return Finding.reply(said, stage, hostAtEnd(before));
        }
        String command = said.substring(end + " (in reply to ".length());
        return Finding.reply(said.substring(0, end), Text.stage(command), hostAtEnd(before));
    }

    /** {@code ... after RCPT TO:<bob@example.org>: host mx.example.org [192.0.2.1]: 550 5.1.1 ...}, with or without host. */
    private static Optional<Finding> exim(String text) {
        return Text.after(text, EXIM).flatMap(rest -> {
            SmtpStage stage = Text.stage(rest);
            for (int at = rest.indexOf(": "); at >= 0; at = rest.indexOf(": ", at + 1)) {
                if (Text.beginsWithCode(rest.substring(at + 2))) {
                    return Optional.of(Finding.reply(
                            rest.substring(at + 2),
                            stage,
                            hostOf(rest.substring(0, at)).orElse(RemoteHost.NONE)));
                }
            }
            return Optional.empty();
        });
    }

    private static Optional<RemoteHost> hostOf(String text) {
        return Text.after(text, "host ").map(host -> Text.host(host.replace(" [", "[")));
    }

    /** The last word before the frame, if it follows "host" or "server". */
    private static RemoteHost hostAtEnd(String before) {
        String text = before.strip();
        int blank = text.lastIndexOf(' ');
        String introduction = blank < 0 ? "" : text.substring(0, blank);
        boolean named = introduction.endsWith("host") || introduction.endsWith("server");
        return named ? Text.host(text.substring(blank + 1)) : RemoteHost.NONE;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 2
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
