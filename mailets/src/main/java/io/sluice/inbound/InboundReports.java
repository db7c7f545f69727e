package io.sluice.inbound;

import com.google.inject.ProvidedBy;
import io.sluice.dsn.RecipientStatus;
import io.sluice.reply.MaskedAddresses;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Holds what Exchange Online reports about us against what we saw ourselves at the time of the attempt: our own answer, a
 * connection, or none. A report proves nothing, for anybody can write one; what we saw does. Bound by
 * {@code io.sluice.SluiceModule}. Safe for several threads.
 */
@ProvidedBy(ModuleMissing.class)
public final class InboundReports {
    private static final Duration BEFORE = Duration.ofMinutes(10);
    private static final Duration AFTER = Duration.ofMinutes(5);
    private static final int SHORTEST_TEXT = 8;

    private final InboundConnections connections;

    public InboundReports(InboundConnections connections) {
        this.connections = connections;
    }

    /**
     * Why it did not work.
     *
     * @param text a few sentences for people, one printable line, without mail addresses
     */
    public record Explanation(InboundCause cause, String text) {}

    /**
     * Explains what is reported about a recipient.
     *
     * @param reported when the report came, for one that does not say when it was tried
     * @return empty if the report is not about bringing mail to a server
     */
    public Optional<Explanation> explain(RecipientStatus recipient, Instant reported) {
        String diagnostic = recipient.diagnostic().orElse("");
        InboundConnections.Seen seen =
                connections.around(recipient.lastAttempt().orElse(reported), BEFORE, AFTER);
        Optional<InboundAnswer> ours = ours(seen.answers(), diagnostic);
        if (ours.isPresent()) {
            return ours.map(InboundReports::ownAnswer);
        }
        return recipient
                .status()
                .flatMap(status -> InboundCause.of(status, diagnostic))
                .map(cause -> new Explanation(cause, cause.explanation() + ". " + arrival(seen)));
    }

    private static Optional<InboundAnswer> ours(List<InboundAnswer> answers, String diagnostic) {
        String masked = MaskedAddresses.in(diagnostic);
        return answers.stream()
                .filter(answer -> answer.text().length() >= SHORTEST_TEXT && masked.contains(answer.text()))
                .reduce((first, second) -> second);
    }

    private static Explanation ownAnswer(InboundAnswer answer) {
        return new Explanation(
                InboundCause.OUR_ANSWER,
                InboundCause.OUR_ANSWER.explanation() + ", to "
                        + answer.client().getHostAddress() + " at " + answer.at() + ", by " + answer.by() + ": "
                        + answer.code() + " " + answer.text());
    }

    private static String arrival(InboundConnections.Seen seen) {
        if (seen.connections() > 0) {
            return seen.connections() + " connections of Exchange Online arrived around that attempt, so it is not shut"
                    + " out altogether";
        }
        return seen.known()
                ? "No connection of Exchange Online arrived around that attempt"
                : "Whether a connection arrived is not known: the server was not up, or it is too long ago";
    }
}
