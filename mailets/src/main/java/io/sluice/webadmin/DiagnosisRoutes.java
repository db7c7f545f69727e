package io.sluice.webadmin;

import com.google.common.base.Splitter;
import io.sluice.posture.PostureJson;
import io.sluice.posture.PostureQuestion;
import io.sluice.posture.Selector;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.inject.Inject;

/** What Microsoft will see of a sender. Part of {@link SluiceRoutes}. */
public class DiagnosisRoutes extends EndpointRoutes {
    private static final String DOMAIN = "domain";
    private static final String IP = "ip";
    private static final String HELO = "helo";
    private static final String MAIL_FROM = "mailFrom";
    private static final String SELECTOR = "selector";
    private static final String RECIPIENT = "recipient";
    private static final int LONGEST = 255;
    private static final int LONGEST_LIST = 4000;

    private final DiagnosisReport report;

    @Inject
    public DiagnosisRoutes(DiagnosisReport report) {
        this.report = report;
    }

    @Override
    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(BASE + "/diagnosis", Set.of(), this::latest),
                Endpoint.get(
                        BASE + "/diagnosis/{domain}",
                        Set.of(IP, HELO, MAIL_FROM, SELECTOR, RECIPIENT),
                        this::diagnose));
    }

    private Answer latest(Call call) {
        return Answer.json(report.latest().stream().map(PostureJson::of).toList());
    }

    private Answer diagnose(Call call) {
        try {
            return report.diagnose(call.path(DOMAIN), known -> question(known, call))
                    .map(PostureJson::of)
                    .map(Answer::json)
                    .orElseThrow(() -> Refusals.busy("Too many diagnoses are under way; ask again in some seconds"));
        } catch (IllegalArgumentException e) {
            throw Refusals.badRequest(e.getMessage());
        }
    }

    private static PostureQuestion question(PostureQuestion known, Call call) {
        PostureQuestion question = known;
        Optional<String> mailFrom = call.text(MAIL_FROM, LONGEST);
        question = mailFrom.isPresent() ? question.envelope(mailFrom.get()) : question;
        Optional<String> ip = call.text(IP, LONGEST);
        question = ip.isPresent() ? question.from(ip.get()) : question;
        Optional<String> helo = call.text(HELO, LONGEST);
        question = helo.isPresent() ? question.greeting(helo.get()) : question;
        Optional<String> recipient = call.text(RECIPIENT, LONGEST);
        question = recipient.isPresent() ? question.to(recipient.get()) : question;
        Optional<String> selectors = call.text(SELECTOR, LONGEST_LIST);
        return selectors.isPresent() ? question.signedBy(selectors(selectors.get(), known.domain())) : question;
    }

    private static Set<Selector> selectors(String list, String domain) {
        Set<Selector> selectors = new TreeSet<>();
        Splitter.on(',')
                .trimResults()
                .omitEmptyStrings()
                .split(list)
                .forEach(each -> selectors.add(Selector.parse(each, domain)));
        return selectors;
    }
}
