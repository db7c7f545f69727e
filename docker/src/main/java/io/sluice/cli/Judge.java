package io.sluice.cli;

import io.sluice.cli.input.Sighting;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.NoReply;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.Reply;
import io.sluice.reply.ReplyClassifier;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.Verdict;
import java.util.Locale;
import java.util.Optional;

/**
 * Classifies replies of which it may not be known who gave them. A server always knows whom it spoke to; a line in a file
 * may not tell. If it names no host, the reply is first read as it stands. If no rule for other receivers knows it, but a
 * rule for Microsoft's replies does, it is taken as Microsoft's.
 */
final class Judge {
    /** Fallbacks for replies of others have such an id: they know the code only. */
    private static final String ANY_OTHER = "other-";
    /** A host of Microsoft, of which service is left open. */
    private static final RemoteHost SOME_HOST = new RemoteHost("unknown.mail-host.prod.outlook.com", "");

    private final ReplyClassifier classifier;
    private final Origin origin;

    /** What the user says about where replies come from. */
    enum Origin {
        AUTO,
        CONSUMER,
        BUSINESS,
        SUBMISSION,
        NONE;

        /** The name on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        Optional<Service> service() {
            return switch (this) {
                case CONSUMER -> Optional.of(Service.CONSUMER);
                case BUSINESS -> Optional.of(Service.BUSINESS);
                case SUBMISSION -> Optional.of(Service.SUBMISSION);
                case AUTO, NONE -> Optional.empty();
            };
        }
    }

    /** @param origin counts where the input does not tell the service */
    Judge(ReplyClassifier classifier, Origin origin) {
        this.classifier = classifier;
        this.origin = origin;
    }

    Judged judge(Sighting sighting) {
        Reply reply = sighting.reply();
        Optional<Service> service = service(sighting);
        Verdict verdict = classifier.classify(reply, service);
        if (mayBeMicrosofts(sighting, verdict)) {
            Verdict assumed = classifier.classify(withHost(reply), service);
            if (assumed.known()) {
                return new Judged(sighting, assumed, true);
            }
        }
        return new Judged(sighting, verdict, false);
    }

    /** The same for replies alone. */
    ReplyClassifier asClassifier() {
        return (reply, service) ->
                judge(new Sighting(reply, service, Optional.empty(), 0)).verdict();
    }

    Optional<Service> service(Sighting sighting) {
        return sighting.service().or(() -> sighting.namesHost() ? Optional.empty() : origin.service());
    }

    /** The reply as the rules read it. */
    Reply asRead(Judged judged) {
        return judged.assumed()
                ? withHost(judged.sighting().reply())
                : judged.sighting().reply();
    }

    private boolean mayBeMicrosofts(Sighting sighting, Verdict verdict) {
        return origin == Origin.AUTO
                && !sighting.namesHost()
                && sighting.service().isEmpty()
                && verdict.deferralClass() == DeferralClass.NOT_MICROSOFT
                && verdict.ruleId().startsWith(ANY_OTHER);
    }

    private static Reply withHost(Reply reply) {
        if (reply instanceof SmtpReply answer) {
            return new SmtpReply(
                    answer.code(), answer.enhancedCode(), answer.line(), answer.stage(), SOME_HOST, answer.recipient());
        }
        NoReply missing = (NoReply) reply;
        return new NoReply(missing.kind(), missing.detail(), missing.stage(), SOME_HOST, missing.recipient());
    }
}
