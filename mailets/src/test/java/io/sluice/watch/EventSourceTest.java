package io.sluice.watch;

import static io.sluice.watch.Outcomes.LANE;
import static io.sluice.watch.Outcomes.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.delivery.Refusal;
import io.sluice.lane.Lane;
import io.sluice.lane.LanePolicy;
import io.sluice.lane.Lanes;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventSourceTest {
    private final Lanes lanes = new Lanes(LanePolicy.DEFAULT, () -> NOW);
    private final Events events = new Events();
    private Optional<String> store = Optional.empty();
    private Optional<String> rules = Optional.empty();
    private Instant now = NOW;
    private final EventSource source = new EventSource(lanes, () -> store, () -> rules, events, () -> now);

    @Test
    void tellsOnceThatALaneStandsStillAndOnceThatItDoesNot() {
        Lane lane = lanes.lane(LANE, limits -> limits);
        source.look();
        lane.suspend(NOW.plusSeconds(600), "as bob@contoso.com asked", NOW);
        source.look();
        source.look();
        lane.resume("by hand", NOW);
        source.look();
        source.look();

        assertThat(events.recent())
                .extracting(Event::kind)
                .containsExactly(Event.Kind.LANE_RESUMED, Event.Kind.LANE_SUSPENDED);
        assertThat(events.recent().get(1).about()).isEqualTo(LANE.toString());
        assertThat(events.recent().get(1).text()).contains("*@contoso.com").doesNotContain("bob");
    }

    @Test
    void tellsWhenMailCannotBeStoredAndWhenItCan() {
        store = Optional.of("The outbox refuses mail");
        source.look();
        store = Optional.of("The outbox refuses mail still");
        source.look();
        store = Optional.empty();
        source.look();

        assertThat(events.recent())
                .extracting(Event::kind)
                .containsExactly(Event.Kind.STORE_RECOVERED, Event.Kind.STORE_FAILING);
    }

    @Test
    void tellsOfEachFaultOfTheRulesOnce() {
        rules = Optional.of("line 3");
        source.look();
        source.look();
        rules = Optional.of("line 4");
        source.look();

        assertThat(events.recent())
                .extracting(Event::kind)
                .containsOnly(Event.Kind.RULES_REFUSED)
                .hasSize(2);
    }

    @Test
    void tellsOfUnknownRepliesTogether() {
        unknown(3);
        source.look();
        unknown(5);
        source.look();
        assertThat(events.recent()).hasSize(1);

        now = NOW.plus(EventSource.UNKNOWN_PERIOD);
        source.look();

        assertThat(events.recent()).extracting(Event::kind).containsOnly(Event.Kind.UNKNOWN_REPLIES);
        assertThat(events.recent().get(0).text()).startsWith("5 recipients").doesNotContain("bob@");
        assertThat(events.recent().get(1).text()).startsWith("3 recipients");
    }

    @Test
    void remembersABoundedNumber() {
        for (int i = 0; i < Events.MOST_RECENT + 10; i++) {
            events.publish(new Event(NOW, Event.Kind.LANE_RESUMED, "", "x\r\n\u001b".repeat(1000)));
        }

        assertThat(events.recent()).hasSize(Events.MOST_RECENT);
        assertThat(events.recent().get(0).text()).hasSize(Event.LONGEST_TEXT).doesNotContain("\n", "\u001b");
    }

    private void unknown(int times) {
        Refusal known = Outcomes.refusal("bob@contoso.com", Outcomes.REPLY);
        Refusal unknown =
                new Refusal(known.recipient(), known.reply(), known.verdict().asUnknown());
        for (int i = 0; i < times; i++) {
            source.deferred(LANE, unknown);
            source.deferred(LANE, known);
        }
    }
}
