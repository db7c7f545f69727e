package io.sluice.watch;

import io.sluice.delivery.AttemptOutcome;
import io.sluice.delivery.DeliveryObserver;
import io.sluice.delivery.OutboxSource;
import io.sluice.delivery.Refusal;
import io.sluice.incident.Chronicle;
import io.sluice.incident.ChronicleJson;
import io.sluice.incident.Conclusion;
import io.sluice.incident.Detector;
import io.sluice.incident.Sign;
import io.sluice.incident.Trial;
import io.sluice.lane.LaneId;
import io.sluice.lane.LaneIncident;
import io.sluice.lane.Lanes;
import io.sluice.outbox.LaneChanges;
import io.sluice.outbox.LaneRecord;
import io.sluice.outbox.OutboxException;
import io.sluice.reply.FrontEnd;
import io.sluice.reply.MaskedAddresses;
import io.sluice.reply.Service;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings outcomes to the {@link Detector}, looks again and again at what it concludes, and brings that to lanes, events and
 * the outbox's database. Outcomes are taken on the threads of deliveries, which wait for memory only.
 */
public final class IncidentWatch implements DeliveryObserver {
    /** How often it looks. */
    public static final Duration PERIOD = Duration.ofSeconds(15);

    private static final Logger LOGGER = LoggerFactory.getLogger(IncidentWatch.class);

    private final Detector detector;
    private final Chronicle chronicle = new Chronicle();
    private final Lanes lanes;
    private final Events events;
    private final OutboxSource source;
    private final LongSupplier othersDelivered;
    private final InstantSource clock;
    private boolean restored; // of the thread that looks, as the next
    private long delivered = -1;

    /** @param othersDelivered how many mails stock RemoteDelivery has delivered since the start; 0 where nobody counts */
    public IncidentWatch(
            Lanes lanes, Events events, OutboxSource source, LongSupplier othersDelivered, InstantSource clock) {
        this.detector = new Detector(clock.instant());
        this.lanes = lanes;
        this.events = events;
        this.source = source;
        this.othersDelivered = othersDelivered;
        this.clock = clock;
    }

    /** What is concluded now, and what was. */
    public Chronicle chronicle() {
        return chronicle;
    }

    /** How much mail there was to judge by. */
    public Detector.Sums sums() {
        return detector.sums();
    }

    @Override
    public void taken(LaneId lane) {
        if (lane.service().isPresent()) {
            detector.taken(clock.instant());
        }
    }

    @Override
    public void concluded(AttemptOutcome outcome) {
        LaneId lane = outcome.lane();
        if (!outcome.accepted().isEmpty()) {
            detector.add(trial(outcome, lane, Optional.empty(), Sign.PASSED));
            return;
        }
        if (outcome.refused().isEmpty()) {
            return;
        }
        Refusal refusal = outcome.refused().get(0).refusal();
        Optional<Sign> sign = lane.service().isPresent()
                ? Sign.of(refusal.reply(), refusal.verdict())
                : Sign.ofOthers(refusal.reply());
        Optional<String> region = refusal.verdict().parts().frontEnd().flatMap(FrontEnd::region);
        sign.ifPresent(found -> detector.add(trial(outcome, lane, region, found)));
    }

    private static Trial trial(AttemptOutcome outcome, LaneId lane, Optional<String> region, Sign sign) {
        return new Trial(
                outcome.ended(),
                outcome.entry(),
                lane.source(),
                lane.service(),
                lane.service().isPresent() ? outcome.tenant() : outcome.domain(),
                outcome.senderDomain().toLowerCase(Locale.ROOT),
                region,
                sign);
    }

    /** Looks. For one thread at a time. */
    public void look() {
        restore();
        countOthers();
        List<Conclusion> conclusions = detector.conclude(clock.instant());
        List<Chronicle.News> news =
                chronicle.update(conclusions, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        tellLanes(conclusions);
        if (!news.isEmpty()) {
            news.forEach(this::publish);
            save();
        }
    }

    private void countOthers() {
        long count = othersDelivered.getAsLong();
        if (delivered >= 0 && count > delivered) {
            detector.delivered((int) Math.min(Integer.MAX_VALUE, count - delivered), clock.instant());
        }
        delivered = count;
    }

    private void tellLanes(List<Conclusion> conclusions) {
        for (Service service : Service.values()) {
            Instant since = spares(service, conclusions)
                    .map(Conclusion::since)
                    .min(Instant::compareTo)
                    .orElseGet(clock::instant);
            lanes.incident(service, incidentAt(service, conclusions), since);
        }
    }

    private static Stream<Conclusion> spares(Service service, List<Conclusion> conclusions) {
        return conclusions.stream()
                .filter(conclusion -> conclusion.kind().spares()
                        && conclusion.place().services().contains(service));
    }

    /** What lanes to that service are to know of what is concluded. */
    public static Optional<LaneIncident> incidentAt(Service service, List<Conclusion> conclusions) {
        List<Conclusion> concerned = spares(service, conclusions).toList();
        if (concerned.isEmpty()) {
            return Optional.empty();
        }
        boolean everywhere = concerned.stream()
                .anyMatch(conclusion -> conclusion.place().region().isEmpty());
        Optional<String> region =
                everywhere ? Optional.empty() : concerned.get(0).place().region();
        boolean throttles =
                concerned.stream().anyMatch(conclusion -> conclusion.signs().contains(Sign.SOURCE));
        return Optional.of(new LaneIncident(region, throttles));
    }

    private void publish(Chronicle.News news) {
        Conclusion conclusion = news.episode().conclusion();
        Event.Kind kind =
                switch (news.change()) {
                    case BEGAN -> Event.Kind.CAUSE_FOUND;
                    case CHANGED -> Event.Kind.CAUSE_CHANGED;
                    case ENDED -> Event.Kind.CAUSE_GONE;
                };
        String text = news.change() == Chronicle.Change.ENDED
                ? "Over: " + conclusion.what()
                : conclusion.what() + " " + conclusion.lanes() + " " + conclusion.advice();
        events.publish(new Event(clock.instant(), kind, conclusion.kind().token(), MaskedAddresses.in(text)));
    }

    private void save() {
        LaneRecord record =
                new LaneRecord(LaneRecord.INCIDENTS + "all", ChronicleJson.write(chronicle), clock.instant());
        try {
            OutboxSource.Loan loan = source.borrow();
            CompletableFuture<Void> unused = loan.outbox()
                    .saveLanes(new LaneChanges(List.of(record), List.of()))
                    .whenComplete((done, failure) -> {
                        loan.close();
                        if (failure != null) {
                            LOGGER.warn("What was concluded could not be stored", failure);
                        }
                    });
        } catch (OutboxException e) {
            LOGGER.warn("What was concluded could not be stored", e);
        }
    }

    private void restore() {
        if (restored) {
            return;
        }
        try (OutboxSource.Loan loan = source.borrow()) {
            List<Chronicle.Episode> episodes = loan.outbox().laneStates(LaneRecord.INCIDENTS).stream()
                    .flatMap(record -> ChronicleJson.read(record.state()).stream())
                    .toList();
            List<Chronicle.Episode> current = episodes.stream()
                    .filter(episode -> episode.over().isEmpty())
                    .toList();
            chronicle.restore(
                    current,
                    episodes.stream()
                            .filter(episode -> episode.over().isPresent())
                            .toList());
            detector.restore(current.stream().map(Chronicle.Episode::conclusion).toList(), clock.instant());
            restored = true;
        } catch (OutboxException e) {
            LOGGER.debug("What was concluded before cannot be read yet", e);
        }
    }
}
