package io.sluice.delivery;

import com.google.common.base.Splitter;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.NoReply;
import io.sluice.reply.Remedy;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.Reply;
import io.sluice.reply.ReplyClassifier;
import io.sluice.reply.Scope;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import io.sluice.reply.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Replies and verdicts for unit tests: a reply's text names its remedy and scope. */
final class Verdicts implements ReplyClassifier {
    static final RemoteHost HOST = new RemoteHost("mx.test", "192.0.2.25");

    static SmtpReply reply(String raw, SmtpStage stage) {
        return SmtpReply.of(raw, stage, HOST);
    }

    /** A refusal whose text tells this classifier the verdict, for example {@code 451 wait source}. */
    static SmtpReply says(int code, Remedy remedy, Scope scope) {
        return reply(code + " " + remedy.token() + " " + scope.token(), SmtpStage.RCPT);
    }

    static NoReply silence(NoReply.Kind kind, SmtpStage stage) {
        return new NoReply(kind, kind.token(), stage, HOST);
    }

    @Override
    public Verdict classify(Reply reply, Optional<Service> service) {
        if (reply instanceof NoReply) {
            return verdict(DeferralClass.NETWORK, Scope.CONNECTION, Remedy.NEXT_HOST);
        }
        List<String> words = Splitter.on(' ').splitToList(reply.text());
        Remedy remedy = Remedy.ofToken(words.get(1)).orElseThrow();
        Scope scope = Scope.ofToken(words.get(2)).orElseThrow();
        return verdict(DeferralClass.SERVICE_THROTTLE, scope, remedy);
    }

    static Verdict verdict(DeferralClass type, Scope scope, Remedy remedy) {
        return Verdict.of(type, scope, remedy, Duration.ofMinutes(1), "advice", remedy.token());
    }
}
