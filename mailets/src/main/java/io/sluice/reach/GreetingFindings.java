package io.sluice.reach;

import io.sluice.posture.Finding;
import io.sluice.posture.FindingId;
import io.sluice.reach.Conversation.Kind;
import io.sluice.reach.Conversation.Stage;
import io.sluice.reach.Conversation.Trouble;
import java.time.Duration;

/** Whether a mail exchanger can be connected to, and greets. */
final class GreetingFindings {
    /** Whoever waits longer is slowed down on purpose, or by look-ups that get no answer. */
    private static final Duration SLOW = Duration.ofSeconds(10);

    private GreetingFindings() {}

    static Finding of(Conversation conversation) {
        String subject = conversation.subject();
        if (conversation.connected().isEmpty()) {
            return unconnected(subject, conversation.trouble().orElseThrow());
        }
        String connected = "Connected after " + millis(conversation.connected().get());
        if (conversation.greeted().isEmpty()) {
            return ungreeted(subject, connected, conversation.trouble().orElseThrow());
        }
        String greeted =
                connected + ", greeted after " + millis(conversation.greeted().get()) + ": " + conversation.greeting();
        if (conversation.troubleAt(Stage.GREETING).isPresent()) {
            return Finding.fail(FindingId.INBOUND_GREETING, subject, greeted)
                    .change("This client is turned away as it connects; look which handler or limit does that, and"
                            + " whether it does so to Exchange Online.");
        }
        if (conversation.troubleAt(Stage.EHLO).isPresent()) {
            return Finding.unknown(
                            FindingId.INBOUND_GREETING,
                            subject,
                            greeted + "; EHLO was not answered as it should be: "
                                    + words(conversation.troubleAt(Stage.EHLO).get()))
                    .change("This command says its address in EHLO; look whether a check of EHLO refuses that only.");
        }
        if (conversation.greeted().get().compareTo(SLOW) > 0) {
            return Finding.warn(FindingId.INBOUND_GREETING, subject, greeted)
                    .change("Look what delays it: a tarpit, or look-ups in the DNS that get no answer. Clients should"
                            + " wait 5 minutes (RFC 5321 section 4.5.3.2); how long Exchange Online waits is not"
                            + " published.");
        }
        return Finding.pass(FindingId.INBOUND_GREETING, subject, greeted);
    }

    private static Finding unconnected(String subject, Trouble trouble) {
        if (trouble.kind() == Kind.NO_ROUTE) {
            return Finding.unknown(
                            FindingId.INBOUND_GREETING,
                            subject,
                            "This machine has no way to that address: " + trouble.words())
                    .change("Run this where that address can be reached.");
        }
        boolean refused = trouble.kind() == Kind.REFUSED;
        return Finding.fail(
                        FindingId.INBOUND_GREETING,
                        subject,
                        refused
                                ? "The connection was refused: nobody listens there, or a firewall says so. Exchange"
                                        + " Online reports 450 4.4.316 then."
                                : "No connection: " + words(trouble) + ". Exchange Online reports 450 4.4.315 then.")
                .change(
                        refused
                                ? "Start the server, and see that it listens on that address and port (<bind>)."
                                : "Open the port in the firewall for all of Exchange Online's addresses. Look from another"
                                        + " network, too: many do not let port 25 out.");
    }

    private static Finding ungreeted(String subject, String connected, Trouble trouble) {
        return Finding.fail(
                        FindingId.INBOUND_GREETING,
                        subject,
                        connected + ", but no greeting of SMTP came: " + words(trouble))
                .change("Look what listens on that port. James closes a connection without a word when"
                        + " connectionLimit or connectionLimitPerIP is reached.");
    }

    /** Why, in words. */
    static String words(Trouble trouble) {
        return switch (trouble.kind()) {
            case TIMEOUT -> "the time for the conversation is over";
            case CLOSED -> "the connection was closed";
            case REFUSED -> "the connection was refused";
            case NO_ROUTE, NOT_SMTP, ANSWER, TLS -> trouble.words();
        };
    }

    private static String millis(Duration time) {
        return Math.max(0, time.toMillis()) + " ms";
    }
}
