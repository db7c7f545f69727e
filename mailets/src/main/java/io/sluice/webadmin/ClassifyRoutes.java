package io.sluice.webadmin;

import io.sluice.reply.RemoteHost;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import io.sluice.reply.Verdict;
import io.sluice.rules.LiveRules;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.inject.Inject;

/** Says what a reply means. Part of {@link SluiceRoutes}. */
public class ClassifyRoutes extends EndpointRoutes {
    private static final int LONGEST_BODY = 64 * 1024;
    private static final int LONGEST_REPLY = 10_000;
    private static final String NO_SERVICE = "none";
    private static final List<String> SERVICES = Stream.concat(
                    Arrays.stream(Service.values()).map(Service::token), Stream.of(NO_SERVICE))
            .toList();

    private final LiveRules rules;

    @Inject
    public ClassifyRoutes(LiveRules rules) {
        this.rules = rules;
    }

    /**
     * What is asked.
     *
     * @param reply with its code, lines separated by line feeds
     * @param service who answered; business when it is not said
     * @param stage when; mail when it is not said
     */
    record ReplyToClassify(String reply, String service, String stage) {}

    @Override
    List<Endpoint> endpoints() {
        return List.of(Endpoint.post(BASE + "/classify", Set.of(), this::classify));
    }

    private Answer classify(Call call) {
        ReplyToClassify asked = Json.read(call.body(LONGEST_BODY), ReplyToClassify.class);
        Verdict verdict = rules.classify(reply(asked), service(asked));
        return Answer.json(VerdictReport.of(verdict, rules.state().catalogue().rule(verdict.ruleId())));
    }

    private static SmtpReply reply(ReplyToClassify asked) {
        if (asked.reply() == null || asked.reply().length() > LONGEST_REPLY) {
            throw Refusals.badRequest("'reply' must be a text of at most " + LONGEST_REPLY + " characters");
        }
        try {
            SmtpReply reply = SmtpReply.of(asked.reply(), stage(asked), RemoteHost.NONE);
            if (!reply.isPositive()) {
                return reply;
            }
        } catch (IllegalArgumentException e) {
            throw Refusals.badRequest(
                    "'reply' must be a reply of an SMTP server, which begins with its code, such as 451");
        }
        throw Refusals.badRequest("'reply' says that all is well; there is nothing to classify");
    }

    private static Optional<Service> service(ReplyToClassify asked) {
        String token = asked.service() == null ? Service.BUSINESS.token() : asked.service();
        if (!SERVICES.contains(token)) {
            throw Refusals.badRequest("'service' must be one of " + SERVICES);
        }
        return Arrays.stream(Service.values())
                .filter(service -> service.token().equals(token))
                .findFirst();
    }

    private static SmtpStage stage(ReplyToClassify asked) {
        String token = asked.stage() == null ? SmtpStage.MAIL.token() : asked.stage();
        return Arrays.stream(SmtpStage.values())
                .filter(stage -> stage.token().equals(token))
                .findFirst()
                .orElseThrow(() -> Refusals.badRequest("'stage' must be one of "
                        + Arrays.stream(SmtpStage.values())
                                .map(SmtpStage::token)
                                .toList()));
    }
}
