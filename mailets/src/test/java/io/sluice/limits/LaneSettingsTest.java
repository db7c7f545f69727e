package io.sluice.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.lane.ControlLaw;
import io.sluice.lane.CountBounds;
import io.sluice.lane.LaneId;
import io.sluice.lane.LaneLimits;
import io.sluice.lane.LanePolicy;
import io.sluice.lane.Pause;
import io.sluice.lane.RateBounds;
import io.sluice.lane.WarmUpPlan;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.PropertiesConfiguration;
import org.apache.commons.configuration2.convert.DefaultListDelimiterHandler;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LaneSettingsTest {
    private static final double PER_MINUTE = 1.0 / 60;

    private final BaseConfiguration configuration = new BaseConfiguration();

    private LaneSettingsTest given(String key, String value) {
        configuration.setProperty(key, value);
        return this;
    }

    private LanePolicy policy() {
        return LaneSettings.from(configuration).policy();
    }

    private LaneLimits limitsOf(String lane) {
        return policy().limitsOf(LaneId.parse(lane));
    }

    private void refused(String... parts) {
        assertThatIllegalArgumentException().isThrownBy(this::policy).satisfies(fault -> assertThat(fault.getMessage())
                .startsWith("sluice.properties: ")
                .contains(parts));
    }

    @Test
    void hasThePublishedLimitsByDefault() {
        assertThat(policy()).isEqualTo(LanePolicy.DEFAULT);
        assertThat(LaneSettings.from(configuration).checkPeriod()).hasValue(Duration.ofSeconds(10));
    }

    @Nested
    class OfOneLane {
        @Test
        void areThoseOfItsKindExceptForItsOwn() {
            given("lane.consumer.connections.ceiling", "9").given("lane.192.0.2.7/consumer.rate.ceiling", "5/s");

            assertThat(limitsOf("192.0.2.7/consumer").rate()).isEqualTo(new RateBounds(1, PER_MINUTE, 5));
            assertThat(limitsOf("192.0.2.7/consumer").connections()).isEqualTo(new CountBounds(5, 1, 9));
            assertThat(limitsOf("192.0.2.8/consumer").rate()).isEqualTo(new RateBounds(1, PER_MINUTE, 100));
        }

        @Test
        void areFoundUnderEverySpellingOfAnAddress() {
            given("lane.2001:db8::7/business.rate.ceiling", "3/s");

            assertThat(limitsOf("2001:db8:0:0:0:0:0:7/business").rate().ceiling())
                    .isEqualTo(3);
        }

        @Test
        void areReadFromAPropertiesFileWithEscapedColons() throws Exception {
            PropertiesConfiguration file = new PropertiesConfiguration();
            file.setListDelimiterHandler(new DefaultListDelimiterHandler(','));
            file.read(new StringReader("lane.2001\\:db8\\:\\:7/consumer.rate.ceiling=3/s\n"
                    + "lane.smtp.office365.com/submission.warm-up=10,20,30\n"));

            LanePolicy policy = LaneSettings.from(file).policy();

            assertThat(policy.limitsOf(LaneId.parse("2001:db8:0:0:0:0:0:7/consumer"))
                            .rate()
                            .ceiling())
                    .isEqualTo(3);
            assertThat(policy.limitsOf(LaneId.parse("smtp.office365.com/submission"))
                            .warmUp())
                    .hasValue(new WarmUpPlan(List.of(10, 20, 30), 0.03));
        }

        @Test
        void mayBeOfAReceiverThatIsNotMicrosofts() {
            given("lane.default/example.org.rate.ceiling", "4/s");

            assertThat(limitsOf("default/example.org").rate().ceiling()).isEqualTo(4);
            assertThat(limitsOf("default/example.com").rate().ceiling()).isEqualTo(1000);
        }

        @Test
        void areSaidUnderOneSpellingOnly() {
            given("lane.2001:db8::7/consumer.rate.ceiling", "3/s");
            given("lane.2001:db8:0::7/consumer.rate.floor", "1/s");

            refused("names the same lane as", "one spelling");
        }

        @ParameterizedTest
        @ValueSource(strings = {"consumr", "192.0.2.7", "192.0.2.7/consumr", "/consumer", "192.0.2.7/"})
        void refusesWhatIsNoLane(String what) {
            given("lane." + what + ".rate.ceiling", "3/s");

            refused("lane." + what + ".rate.ceiling names no lane: \"" + what + "\"", "consumer, business, submission");
        }
    }

    @Nested
    class WhatIsNotSetGivesWay {
        @Test
        void theStartFollowsTheCeilingDown() {
            given("lane.business.rate.ceiling", "30/min");

            assertThat(limitsOf("default/business").rate()).isEqualTo(new RateBounds(0.5, PER_MINUTE, 0.5));
        }

        @Test
        void theStartFollowsTheFloorUp() {
            given("lane.business.rate.floor", "50/s");

            assertThat(limitsOf("default/business").rate()).isEqualTo(new RateBounds(50, 50, 200));
        }

        @Test
        void theFloorFollowsStartAndCeilingDown() {
            given("lane.business.rate.start", "10/h").given("lane.consumer.connections.ceiling", "1");

            assertThat(limitsOf("default/business").rate().floor()).isEqualTo(10.0 / 3600);
            assertThat(limitsOf("default/consumer").connections()).isEqualTo(new CountBounds(1, 1, 1));
        }

        @ParameterizedTest
        @CsvSource({
            "start, 300/s, 'lane.business.rate.start = 300/s and lane.business.rate.ceiling = 200/s (not set here)'",
            "floor, 300/s, 'lane.business.rate.floor = 300/s, '"
        })
        void theCeilingDoesNot(String bound, String value, String named) {
            given("lane.business.rate." + bound, value);

            refused(named, "lane.business.rate.ceiling = 200/s (not set here)", "floor <= start <= ceiling");
        }

        @Test
        void whatIsSetDoesNot() {
            given("lane.consumer.connections.start", "9")
                    .given("lane.consumer.connections.ceiling", "8")
                    .given("lane.consumer.connections.floor", "2");

            refused(
                    "lane.consumer.connections.floor = 2, ",
                    "lane.consumer.connections.start = 9 and ",
                    "lane.consumer.connections.ceiling = 8 contradict");
        }
    }

    @Nested
    class WarmUp {
        @Test
        void isAPlanWithAPartThatMayBeRefused() {
            given("lane.consumer.warm-up", "200, 400,800").given("lane.consumer.warm-up.refused", "0.5%");

            assertThat(limitsOf("default/consumer").warmUp()).hasValue(new WarmUpPlan(List.of(200, 400, 800), 0.005));
        }

        @Test
        void maySpareOneLane() {
            given("lane.consumer.warm-up", "200,400").given("lane.192.0.2.7/consumer.warm-up", "off");

            assertThat(limitsOf("192.0.2.7/consumer").warmUp()).isEmpty();
            assertThat(limitsOf("192.0.2.8/consumer").warmUp()).isPresent();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "0", "100,,200", "100;200", "1000000000", "-5", "many"})
        void refusesWhatIsNoPlan(String value) {
            given("lane.consumer.warm-up", value);

            refused("lane.consumer.warm-up = \"" + value + "\" is not allowed", "200,400,800,1600");
        }

        @Test
        void refusesAPartOfNothing() {
            given("lane.consumer.warm-up.refused", "3%");

            refused("lane.consumer.warm-up.refused means nothing without lane.consumer.warm-up");
        }
    }

    @Nested
    class Control {
        @Test
        void readsConstantsWithTheirUnits() {
            given("control.first-cut", "80%")
                    .given("control.search-factor", "1.2")
                    .given("control.tenant-pause.first", "30 s")
                    .given("control.burst", "2");

            ControlLaw law = policy().law();

            assertThat(law.firstCut()).isEqualTo(0.8);
            assertThat(law.searchFactor()).isEqualTo(1.2);
            assertThat(law.tenantPause()).isEqualTo(new Pause(Duration.ofSeconds(30), 3, Duration.ofHours(2)));
            assertThat(law.burst()).isEqualTo(2);
        }

        @Test
        void refusesAPauseThatBeginsLongerThanItMayGrow() {
            given("control.service-pause.first", "10 min");

            refused("control.service-pause.first = 600 s", "control.service-pause.longest = 300 s (not set here)");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lane.consumer.rate.start, 5, a number above zero",
        "lane.consumer.connections.ceiling, 501, a whole number from 1 to 500",
        "lane.consumer.messages-per-connection, 0, a whole number from 1 to 10000",
        "lane.consumer.recipients-per-transaction, many, a whole number from 1 to 1000",
        "control.approach, 0.97, a percentage from",
        "control.later-cut, 100%, a percentage from",
        "control.budget-regain, 30, a whole number and a unit",
        "control.search-factor, 1, a number from 1.01",
        "lanes.check-period, 1 ms, 'off, or a whole number and a unit'"
    })
    void refusesWhatIsNotAllowedAndSaysWhatIs(String key, String value, String allowed) {
        given(key, value);

        refused(key + " = \"" + value + "\" is not allowed; allowed: " + allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "lane.consumer.rate.strat, rate.start",
        "lane.consumer.rate, rate.start",
        "lane.rate.start, lane.WHAT.LIMIT",
        "control.patiense, control.patience"
    })
    void refusesAnUnknownKeyAndNamesTheKnownOnes(String key, String known) {
        given(key, "1");

        refused("unknown key " + key, known);
    }

    @Test
    void isNotWatchedWhenThatIsTurnedOff() {
        given("lanes.check-period", "off");

        assertThat(LaneSettings.from(configuration).checkPeriod()).isEmpty();
    }
}
