package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.reply.Explanation.Part;
import io.sluice.reply.Explanation.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Why a rule matched. */
class ExplanationTest {
    private final RuleCatalogue catalogue = RuleCatalogue.builtIn();

    @Test
    void tellsWhatTheRuleAsksForAndWhatTheReplyHas() {
        Explanation why = catalogue.explain(
                reply("451 4.7.500 Server busy. Please try again later from [192.0.2.7]. (AS843)"),
                Optional.of(Service.BUSINESS));

        assertThat(why.reasons()).contains(new Reason(Part.ORIGIN, "microsoft", "microsoft"));
        assertThat(why.reasons()).anySatisfy(reason -> {
            assertThat(reason.part()).isEqualTo(Part.MARK);
            assertThat(reason.wanted()).contains("AS*");
            assertThat(reason.found()).isEqualTo("as843");
        });
    }

    @Test
    void tellsWhichQuotedReplyDecided() {
        Explanation why = catalogue.explain(
                reply("451 4.3.0 Deferred: host contoso-com.mail.protection.outlook.com[192.0.2.1] said:"
                        + " 550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found"),
                Optional.of(Service.BUSINESS));

        assertThat(why.quoted()).hasValueSatisfying(quoted -> assertThat(quoted).startsWith("550 5.1.10"));
        assertThat(why.reasons())
                .anySatisfy(reason -> assertThat(reason.found()).startsWith("5.1.10"));
    }

    @Test
    void tellsTheKindOfAMissingReply() {
        Explanation why = catalogue.explain(
                new NoReply(
                        NoReply.Kind.CONNECTION_REFUSED,
                        "Connection refused",
                        SmtpStage.CONNECT,
                        new RemoteHost("mx.example.org", "192.0.2.1")),
                Optional.empty());

        assertThat(why.reasons())
                .extracting(Reason::part, Reason::found)
                .contains(tuple(Part.NO_REPLY, "connection-refused"));
    }

    /** The explanation speaks of the rule that decides, whichever it is. */
    @Test
    void explainsEveryExampleOfEveryRuleByThatRule() {
        for (Rule rule : catalogue.rules()) {
            for (Rule.Example example : rule.examples()) {
                Explanation why = catalogue.explain(example.reply(), example.service());

                assertThat(why.ruleId()).contains(rule.id());
                assertThat(why.reasons()).as(example.reply().text()).isNotEmpty();
                assertThat(why.reasons())
                        .noneSatisfy(reason ->
                                assertThat(reason.found()).as(reason.toString()).isEmpty());
            }
        }
    }

    @Test
    void hasNoReasonsForAReplyThatNoRuleIsAbout() {
        Explanation why = catalogue.explain(reply("250 2.0.0 Ok"), Optional.of(Service.BUSINESS));

        assertThat(why.ruleId()).isEmpty();
        assertThat(why.reasons()).isEmpty();
    }

    private static SmtpReply reply(String text) {
        return SmtpReply.of(text, SmtpStage.RCPT, RemoteHost.NONE);
    }
}
