package io.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lane.LaneId;
import io.sluice.outbox.Deferral;
import io.sluice.outbox.Entry;
import io.sluice.outbox.Mails;
import io.sluice.outbox.NewEntry;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.Postponement;
import io.sluice.outbox.Settlement;
import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.outbox.sql.SqlOutbox;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.LaneCondition;
import io.sluice.reply.Remedy;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.Scope;
import io.sluice.reply.SmtpStage;
import io.sluice.route.PathChooser;
import io.sluice.route.PathView;
import io.sluice.route.RoutePolicy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailOverTest {
    private static final LaneId LEFT = LaneId.parse(Mails.LANE);
    private static final LaneId OTHER = LaneId.parse("192.0.2.2/consumer");

    private final Map<LaneId, PathView> views = new HashMap<>();
    private final PathChooser chooser =
            new PathChooser(RoutePolicy.DEFAULT, lane -> views.getOrDefault(lane, PathView.OPEN), () -> Mails.NOW);
    private final KnownPath first = new KnownPath(Mails.OUTGOING, LEFT, 1);
    private final KnownPath second = new KnownPath("second", OTHER, 10);
    private Outbox outbox;

    @BeforeEach
    void open(@TempDir Path directory) {
        outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> Mails.NOW);
        views.put(LEFT, new PathView(LaneCondition.BLOCKED, Optional.empty(), Optional.empty()));
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void movesAsMuchAsTheOtherLaneTakesInHalfAMinute() {
        store(1000);

        failOver();
        failOver();

        assertThat(outbox.ready("second", OTHER.toString(), Mails.NOW, 2000)).isEqualTo(300);
        assertThat(outbox.ready(Mails.OUTGOING, Mails.LANE, Mails.NOW, 2000)).isEqualTo(700);
        assertThat(second.received).containsExactly(Set.of(OTHER));
    }

    @Test
    void movesMoreWhenThatHasLeft() {
        store(1000);
        failOver();

        outbox.lease("second", OTHER.toString(), Mails.NOW, 100, Mails.LEASE_END);
        failOver();

        assertThat(outbox.ready("second", OTHER.toString(), Mails.NOW, 2000)).isEqualTo(300);
        assertThat(outbox.size()).isEqualTo(1000);
    }

    @Test
    void movesNothingWhenNoOtherPathIsInOrder() {
        views.put(OTHER, new PathView(LaneCondition.BLOCKED, Optional.empty(), Optional.empty()));
        store(10);

        failOver();

        assertThat(outbox.lanes("second")).isEmpty();
    }

    @Test
    void leavesMailWithoutARouteAlone() {
        outbox.store(Mails.message("m"), List.of(Mails.entry(), Mails.entry().routedBy("another")));

        failOver();

        assertThat(outbox.lanes("second")).isEmpty();
    }

    @Test
    void whatWaitsForItsPathIsDueOnTheOtherOneAndWhatWaitsForItsRecipientIsNot() {
        store(2);
        Instant later = Mails.NOW.plusSeconds(3600);
        List<Entry> leased = outbox.lease(Mails.OUTGOING, Mails.LANE, Mails.NOW, 2, Mails.LEASE_END);
        defer(leased.get(0), Scope.SOURCE, later);
        defer(leased.get(1), Scope.RECIPIENT, later);

        failOver();

        assertThat(outbox.entry(leased.get(0).id()).orElseThrow().due()).isEqualTo(Mails.NOW);
        assertThat(outbox.entry(leased.get(1).id()).orElseThrow().due()).isEqualTo(later);
        assertThat(outbox.entry(leased.get(1).id()).orElseThrow().outgoing()).isEqualTo("second");
    }

    private void failOver() {
        new FailOver("route", List.of(first, second), 0, LEFT, chooser, outbox, () -> Mails.NOW).run();
    }

    private void store(int many) {
        List<NewEntry> entries = Collections.nCopies(many, Mails.entry().routedBy("route"));
        outbox.store(Mails.message("m"), entries);
    }

    private void defer(Entry entry, Scope scope, Instant due) {
        Deferral why = Deferral.of(
                Verdicts.verdict(DeferralClass.OTHER, scope, Remedy.WAIT),
                SmtpStage.MAIL,
                RemoteHost.NONE,
                Mails.NOW,
                Mails.NOW);
        outbox.settle(new Settlement(entry.id(), Set.of(), List.of(new Postponement(entry.recipients(), due, why))))
                .join();
    }

    private static final class KnownPath implements EgressPath {
        private final String outgoing;
        private final LaneId lane;
        private final double rate;
        private final List<Set<LaneId>> received = new ArrayList<>();

        KnownPath(String outgoing, LaneId lane, double rate) {
            this.outgoing = outgoing;
            this.lane = lane;
            this.rate = rate;
        }

        @Override
        public String outgoing() {
            return outgoing;
        }

        @Override
        public LaneId laneTo(String domain) {
            return lane;
        }

        @Override
        public String tenantOf(String domain) {
            return domain;
        }

        @Override
        public double rateOf(LaneId id) {
            return rate;
        }

        @Override
        public void received(Instant expiry, Set<LaneId> lanes) {
            received.add(lanes);
        }
    }
}
