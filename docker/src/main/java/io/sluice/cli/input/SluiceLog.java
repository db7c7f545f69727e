package io.sluice.cli.input;

import io.sluice.reply.RemoteHost;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpStage;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What Sluice itself writes: {@code Mail m1 deferred for *@example.org over lane default/business by mx[192.0.2.1]: 451
 * 4.7.500 Server busy [rule, stage=rcpt]}.
 */
final class SluiceLog implements LineReader {
    private static final String LANE = " over lane ";
    private static final String BY = " by ";
    private static final String STAGE = ", stage=";
    private static final String NOBODY = "nobody: ";

    @Override
    public boolean knows(String line) {
        int lane = line.indexOf(LANE);
        return lane > 0 && line.lastIndexOf(" - Mail ", lane) >= 0;
    }

    @Override
    public Optional<Finding> read(String line) {
        int lane = line.indexOf(LANE);
        String before = line.substring(0, lane);
        int by = line.indexOf(BY, lane);
        Optional<String> recipient = recipient(before);
        if (by < 0 || recipient.isEmpty()) {
            return Optional.empty();
        }
        String said = line.substring(by + BY.length());
        Optional<Service> service = service(line.substring(lane + LANE.length(), by));
        return said(said).map(finding -> finding.about(recipient.get()).of(service));
    }

    @Override
    public Optional<Instant> time(String line) {
        return LogTime.atBeginning(line);
    }

    private static Optional<String> recipient(String before) {
        return Text.after(before, " deferred for ").or(() -> Text.after(before, " failed for "));
    }

    private static Optional<Finding> said(String text) {
        RemoteHost host = RemoteHost.NONE;
        String reply;
        if (text.startsWith(NOBODY)) {
            reply = text.substring(NOBODY.length());
        } else {
            int end = text.indexOf("]: ");
            if (end < 0) {
                return Optional.empty();
            }
            host = Text.host(text.substring(0, end + 1));
            reply = text.substring(end + "]: ".length());
        }
        String words = withoutRule(reply);
        SmtpStage stage = stage(reply.substring(words.length()));
        if (Text.beginsWithCode(words)) {
            return Optional.of(Finding.reply(words, stage, host));
        }
        RemoteHost remote = host;
        return NetworkWords.kind(words).map(kind -> Finding.missing(kind, words, stage, remote));
    }

    /** The id of the rule in brackets ends the line: the rules of today may say something else. */
    private static String withoutRule(String text) {
        int open = text.lastIndexOf(" [");
        return open >= 0 && text.endsWith("]") ? text.substring(0, open) : text;
    }

    /** The first part after the rule's id; lines of the first release have none. */
    private static SmtpStage stage(String rule) {
        int from = rule.indexOf(STAGE);
        if (from < 0) {
            return SmtpStage.OTHER;
        }
        String rest = rule.substring(from + STAGE.length());
        return Arrays.stream(SmtpStage.values())
                .filter(stage -> rest.startsWith(stage.token() + ",") || rest.startsWith(stage.token() + "]"))
                .findFirst()
                .orElse(SmtpStage.OTHER);
    }

    /** A lane is a source and a service, or a domain that is not Microsoft's. */
    private static Optional<Service> service(String lane) {
        String destination = lane.substring(lane.lastIndexOf('/') + 1);
        return Arrays.stream(Service.values())
                .filter(service -> service.token().equals(destination))
                .findFirst();
    }
}
