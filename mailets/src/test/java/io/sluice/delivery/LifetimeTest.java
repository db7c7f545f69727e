package io.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.DeferralClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LifetimeTest {
    private static final Instant STORED = Instant.parse("2026-11-22T10:00:00Z");
    private static final MaxAges AGES =
            new MaxAges(Duration.ofDays(3), Map.of(DeferralClass.IP_BLOCKED, Duration.ofDays(5)));

    @Test
    void endsWithTheAgeOfTheClassThatTheMailWaitsBecauseOf() {
        Lifetime lifetime = new Lifetime(STORED, AGES, Optional.empty());

        assertThat(lifetime.end()).isEqualTo(STORED.plus(Duration.ofDays(3)));
        assertThat(lifetime.end(DeferralClass.OUTAGE)).isEqualTo(STORED.plus(Duration.ofDays(3)));
        assertThat(lifetime.end(DeferralClass.IP_BLOCKED)).isEqualTo(STORED.plus(Duration.ofDays(5)));
    }

    @Test
    void endsWithTheDeadlineWhereThatIsEarlier() {
        Instant deadline = STORED.plus(Duration.ofDays(4));
        Lifetime lifetime = new Lifetime(STORED, AGES, Optional.of(deadline));

        assertThat(lifetime.end(DeferralClass.OUTAGE)).isEqualTo(STORED.plus(Duration.ofDays(3)));
        assertThat(lifetime.end(DeferralClass.IP_BLOCKED)).isEqualTo(deadline);
    }

    @Test
    void saysWhichOfThemIsOver() {
        Instant deadline = STORED.plus(Duration.ofDays(4));
        Lifetime lifetime = new Lifetime(STORED, AGES, Optional.of(deadline));

        assertThat(lifetime.over(DeferralClass.OUTAGE, STORED.plus(Duration.ofDays(3))))
                .contains(Expiry.AGE);
        assertThat(lifetime.over(DeferralClass.IP_BLOCKED, STORED.plus(Duration.ofDays(3))))
                .isEmpty();
        assertThat(lifetime.over(DeferralClass.IP_BLOCKED, deadline)).contains(Expiry.DEADLINE);
    }
}
