package io.sluice.watch;

import static io.sluice.watch.Outcomes.LANE;
import static io.sluice.watch.Outcomes.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.delivery.AttemptOutcome;
import io.sluice.delivery.OutboxSource;
import io.sluice.delivery.Refusal;
import io.sluice.incident.Chronicle;
import io.sluice.incident.Kind;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneId;
import io.sluice.lane.LanePolicy;
import io.sluice.lane.Lanes;
import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.outbox.sql.SqlOutbox;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.ReplyParts;
import io.sluice.reply.RuleBasedClassifier;
import io.sluice.reply.RuleCatalogue;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentWatchTest {
    private static final LaneId OF_ANOTHER_ADDRESS = LaneId.of("192.0.2.8", Service.BUSINESS);
    private static final String FAULT =
            "451 4.3.2 Temporary server error. Please try again later ATTR17 [CO1PEPF000075F3.namprd03.prod.outlook.com"
                    + " 2026-03-02T07:08:09.123Z 08DE6A1B2C3D4E5F]";

    private final Events events = new Events();
    private final Lanes lanes = new Lanes(LanePolicy.DEFAULT, () -> now());
    private final OutboxSource source = Outcomes.lending(() -> this.outbox);
    private SqlOutbox outbox;
    private Instant now = NOW;
    private IncidentWatch watch;
    private long mail;

    private Instant now() {
        return now;
    }

    @BeforeEach
    void open(@TempDir Path directory) {
        outbox = SqlOutbox.open(OutboxSettings.in(directory), this::now);
        watch = new IncidentWatch(lanes, events, source, () -> 0, this::now);
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    private void minutes(int minutes, boolean refused) {
        for (int minute = 0; minute < minutes; minute++) {
            for (int i = 0; i < 4; i++) {
                watch.concluded(outcome(refused));
            }
            now = now.plus(Duration.ofMinutes(1));
            watch.look();
        }
    }

    private AttemptOutcome outcome(boolean refused) {
        mail++;
        SmtpReply reply = SmtpReply.of(FAULT, SmtpStage.RCPT, new RemoteHost("mx.test", "192.0.2.25"));
        Refusal refusal = new Refusal(
                "bob@contoso.com",
                reply,
                new RuleBasedClassifier(RuleCatalogue.builtIn())
                        .classify(reply, Optional.of(Service.BUSINESS))
                        .withParts(ReplyParts.of(reply)));
        return new AttemptOutcome(
                mail % 2 == 0 ? LANE : OF_ANOTHER_ADDRESS,
                mail,
                "Mail" + mail,
                Optional.of("ann@fabrikam.example"),
                "sender" + mail % 5 + ".example",
                "contoso.com",
                "customer" + mail % 7,
                1,
                now,
                now,
                now,
                refused ? Set.of() : Set.of("bob@contoso.com"),
                refused ? List.of(new AttemptOutcome.Refused(refusal, false)) : List.of(),
                Optional.empty());
    }

    @Test
    void tellsThatAnIncidentBeginsAndThatItIsOver() {
        Lane lane = lanes.lane(LANE, limits -> limits);
        minutes(60, false);
        minutes(15, true);

        assertThat(watch.chronicle().current())
                .extracting(episode -> episode.conclusion().kind())
                .containsExactly(Kind.INCIDENT);
        assertThat(lane.incident()).isPresent();
        minutes(20, false);

        assertThat(watch.chronicle().current()).isEmpty();
        assertThat(lane.incident()).isEmpty();
        assertThat(events.recent())
                .extracting(Event::kind)
                .startsWith(Event.Kind.CAUSE_GONE)
                .endsWith(Event.Kind.CAUSE_FOUND);
        assertThat(events.recent()).allSatisfy(event -> assertThat(event.text()).doesNotContain("bob@"));
    }

    @Test
    void remembersOverARestart() {
        minutes(60, false);
        minutes(15, true);
        List<Chronicle.Episode> before = watch.chronicle().current();

        IncidentWatch afterwards = new IncidentWatch(lanes, events, source, () -> 0, this::now);
        now = now.plus(Duration.ofMinutes(2));
        afterwards.look();

        assertThat(afterwards.chronicle().current()).hasSize(1);
        assertThat(afterwards.chronicle().current().get(0).told())
                .isEqualTo(before.get(0).told());
    }
}
