package io.sluice.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.net.InetAddresses;
import io.sluice.exchange.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.Test;

class InboundAnswersTest {
    private final SettableClock clock = new SettableClock();
    private final List<String> warnings = new ArrayList<>();
    private final InboundAnswers answers = new InboundAnswers(new RecordingMetricFactory(), warnings::add, clock);

    @Test
    void warnsOnceWhenAHandlerDefersAgainAndAgain() {
        for (int i = 0; i < 9; i++) {
            answer("Greylist", "451");
            clock.pass(Duration.ofMinutes(1));
        }
        assertThat(warnings).isEmpty();

        answer("Greylist", "451");
        answer("Greylist", "451");

        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("We are deferring Exchange Online: 10 times in 10 minutes, by Greylist");
        assertThat(answers.deferring()).containsExactly(new InboundAnswers.Deferring("Greylist", 11, 10));
    }

    @Test
    void warnsAgainWhenItLasts() {
        for (int i = 0; i < 60; i++) {
            answer("Greylist", "451");
            clock.pass(Duration.ofSeconds(20));
        }

        assertThat(warnings).hasSize(2).last().asString().contains(": 31 times in 10 minutes");
    }

    @Test
    void doesNotWarnOfDeferralsThatAreFarApart() {
        for (int i = 0; i < 100; i++) {
            answer("Greylist", "451");
            clock.pass(Duration.ofMinutes(2));
        }

        assertThat(warnings).isEmpty();
        assertThat(answers.deferring()).isEmpty();
    }

    @Test
    void doesNotWarnOfRefusals() {
        for (int i = 0; i < 100; i++) {
            answer("ValidRcptHandler", "550");
        }

        assertThat(warnings).isEmpty();
        assertThat(answers.counts()).singleElement().satisfies(count -> assertThat(count.count())
                .isEqualTo(100));
    }

    @Test
    void countsByHandlerAndCodeTheMostFrequentFirst() {
        answer("Greylist", "451");
        answer("ValidRcptHandler", "550");
        answer("ValidRcptHandler", "550");

        assertThat(answers.counts())
                .extracting(InboundAnswers.Count::by, InboundAnswers.Count::count)
                .containsExactly(tuple("ValidRcptHandler", 2L), tuple("Greylist", 1L));
    }

    @Test
    void staysSmallWhateverItIsTold() {
        for (int i = 0; i < 20_000; i++) {
            answer("Handler" + i, "451");
        }

        assertThat(answers.counts()).hasSize(101).first().satisfies(others -> {
            assertThat(others.by()).isEqualTo("others");
            assertThat(others.code()).isEqualTo("4xx");
        });
        assertThat(answers.recent()).hasSize(50).first().satisfies(last -> assertThat(last.by())
                .isEqualTo("Handler19999"));
    }

    private void answer(String by, String code) {
        answers.note(new InboundAnswer(
                clock.instant(), InetAddresses.forString("40.107.0.1"), Standing.CONFIRMED, by, code, "text"));
    }
}
