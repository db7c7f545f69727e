package io.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lane.LaneEvent;
import io.sluice.lane.LaneId;
import io.sluice.outbox.OutboxException;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.Remedy;
import io.sluice.reply.Scope;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpStage;
import io.sluice.testkit.docs.MarkdownPage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.mailet.AttributeName;
import org.junit.jupiter.api.Test;

/** What {@code docs/reference.md} says about attributes and metrics of deliveries. */
class OutcomesReferenceTest {
    private static final LaneId LANE = LaneId.of("192.0.2.7", Service.CONSUMER);

    @Test
    void everyAttributeOfStockJamesIsInTheReferenceAndNoOther() {
        List<AttributeName> attributes = List.of(
                HandOver.DELIVERY_ERROR,
                HandOver.DELIVERY_ERROR_CODE,
                HandOver.IS_PERMANENT_ERROR,
                HandOver.RETRY_COUNT);

        assertThat(MarkdownPage.reference().names("Attributes of stock James"))
                .containsExactlyInAnyOrderElementsOf(
                        attributes.stream().map(AttributeName::asString).toList());
    }

    @Test
    void everyMetricIsInTheReferenceAndNoOther() {
        RecordingMetricFactory metrics = new RecordingMetricFactory();
        everythingHappensTo(new LaneStatistics(metrics, InstantSource.system()));
        everythingHappensTo(new UnknownReplyKeeper(OutcomesReferenceTest::noOutbox, metrics, InstantSource.system()));

        List<String> documented = new ArrayList<>();
        for (String name : MarkdownPage.reference().names("Metrics of delivery")) {
            documented.add(name.replace("CLASS", DeferralClass.OUTAGE.token())
                    .replace("KIND", LaneEvent.Kind.RATE_LOWERED.token()));
        }
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        metrics.countForPrefixName("sluice.").keySet());
    }

    private static OutboxSource.Loan noOutbox() {
        throw new OutboxException("There is none");
    }

    private static void everythingHappensTo(DeliveryObserver observer) {
        Refusal refusal = new Refusal(
                "ann@hotmail.com",
                Verdicts.reply("421 4.3.2 Service not available", SmtpStage.CONNECT),
                Verdicts.verdict(DeferralClass.OUTAGE, Scope.SERVICE, Remedy.WAIT)
                        .asUnknown());
        observer.attempted(LANE);
        observer.accepted(LANE, 1);
        observer.deferred(LANE, refusal);
        observer.failed(LANE, refusal);
        observer.expired(LANE, JudgementTest.entry(1), 1);
        observer.laneChanged(
                new LaneEvent(Instant.EPOCH, LANE, LaneEvent.Kind.RATE_LOWERED, "", "slow down", "2/s", "1/s"));
    }
}
