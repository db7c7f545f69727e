package io.sluice.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.history.Resolution;
import io.sluice.history.Row;
import io.sluice.history.Subject;
import io.sluice.history.Tally;
import io.sluice.history.Waits;
import io.sluice.reply.DeferralClass;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PressureRoutesTest extends RoutesFixture {
    private static final String LANE = WebAdminRig.LANE.toString();

    @Test
    void knowsNothingOfALaneThatWasNotReadYet() {
        rig.openLane();

        assertThat(rig.get("/microsoft/pressure").body()).isEmpty();
    }

    @Test
    void saysWhatALaneAndItsSenderDomainsSuffer() {
        Instant minute = Resolution.MINUTE.startOf(WebAdminRig.NOW).minus(Duration.ofMinutes(5));
        Instant hour = Resolution.HOUR.startOf(WebAdminRig.NOW).minus(Duration.ofHours(1));
        rig.outbox
                .history()
                .write(
                        List.of(
                                new Row(Resolution.MINUTE, minute, Subject.of(LANE), 1, refusals()),
                                new Row(Resolution.HOUR, hour, new Subject(LANE, "shop.example"), 1, refusals())),
                        List.of(),
                        WebAdminRig.NOW)
                .join();

        JsonNode pressures = rig.get("/microsoft/pressure?lane=" + LANE).body();

        assertThat(pressures).hasSize(2).allSatisfy(each -> {
            assertThat(each.path("index").asDouble()).isBetween(49.0, 51.0);
            assertThat(each.path("usual").isNull()).as("there is no history").isTrue();
            assertThat(each.path("departs").asBoolean()).isFalse();
        });
        assertThat(pressures.path(0).path("senderDomain").isNull()).isTrue();
        assertThat(pressures.path(1).path("senderDomain").asText()).isEqualTo("shop.example");
    }

    /** Half of the answers. */
    private static Tally refusals() {
        return new Tally(
                100,
                50,
                Map.of(DeferralClass.IP_REPUTATION_THROTTLE, 50L),
                Map.of(),
                0,
                Map.of(),
                Waits.NONE,
                0,
                0,
                Optional.empty());
    }
}
