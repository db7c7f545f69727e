package io.sluice.posture.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.posture.dns.DnsAnswer.Outcome;
import io.sluice.posture.dns.DnsQuestion.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RateLimitedZonesTest {
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final Dns dns = new RateLimitedZones(
            question -> CompletableFuture.completedFuture(DnsAnswer.without(Outcome.NO_SUCH_NAME, "", 1)),
            List.of("zen.spamhaus.org"),
            2,
            () -> now);

    private Outcome ask(String name) {
        return dns.ask(DnsQuestion.of(Kind.A, name)).join().outcome();
    }

    @Test
    void asksNoMoreThanItMayInAnHour() {
        assertThat(ask("1.zen.spamhaus.org")).isEqualTo(Outcome.NO_SUCH_NAME);
        assertThat(ask("2.zen.spamhaus.org")).isEqualTo(Outcome.NO_SUCH_NAME);
        assertThat(ask("3.zen.spamhaus.org")).isEqualTo(Outcome.NOT_ASKED);
        now = now.plus(Duration.ofHours(1));
        assertThat(ask("3.zen.spamhaus.org")).isEqualTo(Outcome.NO_SUCH_NAME);
    }

    @Test
    void otherNamesAreNotLimited() {
        for (int i = 0; i < 10; i++) {
            assertThat(ask("example.org")).isEqualTo(Outcome.NO_SUCH_NAME);
        }
    }
}
