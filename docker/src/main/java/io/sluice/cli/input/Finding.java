package io.sluice.cli.input;

import io.sluice.reply.NoReply;
import io.sluice.reply.PrintableLine;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.Reply;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import java.util.Optional;

/**
 * What a line says about one reply, before it is complete: a reply of many lines may go on in the next lines.
 *
 * @param raw the reply as it stands there; it begins with its code, unless {@code kind} is there
 * @param kind what happened instead of a reply
 * @param stage the command that was answered
 * @param remote who answered
 * @param recipient the recipient that it is about
 * @param service the service, where the line names it apart from the host
 */
record Finding(
        String raw,
        Optional<NoReply.Kind> kind,
        SmtpStage stage,
        RemoteHost remote,
        Optional<String> recipient,
        Optional<Service> service) {
    private static final int CODE_LENGTH = 3;
    private static final int LONGEST_ADDRESS = 512;
    /** A reply has no more lines here; the rest is left out. */
    private static final int LONGEST = 2 * SmtpReply.MAXIMUM_TEXT;

    static Finding reply(String raw, SmtpStage stage, RemoteHost remote) {
        return new Finding(raw, Optional.empty(), stage, remote, Optional.empty(), Optional.empty());
    }

    static Finding missing(NoReply.Kind kind, String detail, SmtpStage stage, RemoteHost remote) {
        return new Finding(detail, Optional.of(kind), stage, remote, Optional.empty(), Optional.empty());
    }

    Finding about(String address) {
        Optional<String> one = Optional.of(address.strip()).filter(text -> !text.isEmpty());
        return new Finding(raw, kind, stage, remote, one, service);
    }

    Finding of(Optional<Service> known) {
        return new Finding(raw, kind, stage, remote, recipient, known);
    }

    /** Whether the reply may go on in the next line: {@code 451-} at its beginning, and no {@code 451 } later. */
    boolean mayGoOn() {
        return kind.isEmpty()
                && raw.length() > CODE_LENGTH
                && raw.length() < LONGEST
                && raw.charAt(CODE_LENGTH) == '-'
                && !raw.contains(" " + raw.substring(0, CODE_LENGTH) + " ")
                && !raw.contains("\n" + raw.substring(0, CODE_LENGTH) + " ");
    }

    /** Whether a bare line goes on with this reply. */
    boolean goesOnWith(String line) {
        return line.length() > CODE_LENGTH
                && line.startsWith(raw.substring(0, CODE_LENGTH))
                && (line.charAt(CODE_LENGTH) == '-' || line.charAt(CODE_LENGTH) == ' ');
    }

    Finding with(String nextLine) {
        return new Finding(raw + "\n" + nextLine, kind, stage, remote, recipient, service);
    }

    /** The reply; empty when it is a positive one, which nobody has to explain. */
    Optional<Reply> toReply() {
        if (kind.isPresent()) {
            return Optional.of(new NoReply(kind.get(), raw, stage, remote, recipient.map(Finding::harmless)));
        }
        SmtpReply reply = SmtpReply.of(raw, stage, remote);
        return reply.code() < 400
                ? Optional.empty()
                : Optional.of(
                        recipient.map(address -> reply.about(harmless(address))).orElse(reply));
    }

    /** Addresses come from outside too. */
    private static String harmless(String address) {
        return PrintableLine.of(address, LONGEST_ADDRESS);
    }
}
