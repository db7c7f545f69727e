package io.sluice.simulation.incident;

import io.sluice.incident.Conclusion;
import io.sluice.incident.Detector;
import io.sluice.incident.Sign;
import io.sluice.incident.Trial;
import io.sluice.lane.Admission;
import io.sluice.lane.BackOff;
import io.sluice.lane.Errand;
import io.sluice.lane.Finding;
import io.sluice.lane.Findings;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneId;
import io.sluice.lane.LanePolicy;
import io.sluice.lane.Permit;
import io.sluice.lane.Reaction;
import io.sluice.reply.FrontEnd;
import io.sluice.reply.Remedy;
import io.sluice.reply.Reply;
import io.sluice.reply.RetrySchedule;
import io.sluice.reply.RuleBasedClassifier;
import io.sluice.reply.RuleCatalogue;
import io.sluice.reply.Service;
import io.sluice.reply.Verdict;
import io.sluice.watch.IncidentWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * A sender with real lanes, the real catalogue and the real detector, in virtual time: quiet hours with the usual noise,
 * then a story.
 */
final class World {
    private static final Instant START = Instant.parse("2026-11-02T00:00:00Z");
    private static final RuleCatalogue CATALOGUE = RuleCatalogue.builtIn();
    private static final Service[] SERVICES = {Service.CONSUMER, Service.BUSINESS};
    private static final double CONSUMER = 0.4;
    private static final double[] REGIONS = {0.7, 0.95, 1};
    private static final double NOISE = 0.004;
    private static final double UNKNOWN_USERS = 0.01;
    private static final double LATENCY = 0.5;
    /** What rounding may lose. */
    private static final double AT_LEAST = 1e-4;

    private static final double LOOK = 15;
    private static final double LOOK_WHEN_QUIET = 300;
    /** A hiccup each three hours, in which a host refuses everything for a while. */
    private static final double HICCUPS = 3 * 3600;

    private final Size size;
    private final SplittableRandom random;
    private final List<Fault> faults;
    private final double volume;
    private final double quiet;
    private final Lane[] lanes;
    private final Deque<Mail>[] ready;
    private final boolean[] scheduled;
    private final Detector detector = new Detector(START);
    private final RuleBasedClassifier classifier = new RuleBasedClassifier(CATALOGUE);
    private final IdentityHashMap<Reply, Verdict> verdicts = new IdentityHashMap<>();
    private final BackOff backOff;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final double[] zipf;
    private final double[] zipfOfSenders;
    private final Reply[] noise = Texts.fault();
    private final Reply[] unknownUser = Texts.noSuchUser();
    private final Reply[] tooFast = Texts.slowed();
    private final Bucket[] allowances;
    private long numbers;
    private double now;
    private double hiccupFrom;
    private double hiccupTo;
    private int hiccupRegion;

    private record Event(double time, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return Double.compare(time, other.time);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    World(Size size, Story story, long seed) {
        this.size = size;
        this.random = new SplittableRandom(seed);
        this.quiet = 3600.0 * size.hours();
        this.volume = story.volume();
        this.faults = story.faults().apply(size, random.split());
        this.backOff = new BackOff(new RetrySchedule(CATALOGUE.retryBounds(), Map.of(), random.split()), 5);
        int paths = size.sources() * SERVICES.length;
        this.lanes = new Lane[paths];
        this.ready = new Deque[paths];
        this.scheduled = new boolean[paths];
        this.allowances = new Bucket[paths];
        double perLane = size.perDay() / 86400.0 / size.sources();
        for (int i = 0; i < paths; i++) {
            LaneId id = LaneId.of("192.0.2." + i / SERVICES.length, SERVICES[i % SERVICES.length]);
            lanes[i] = new Lane(id, LanePolicy.DEFAULT.limitsOf(id), LanePolicy.DEFAULT.law(), START);
            ready[i] = new ArrayDeque<>();
            allowances[i] = new Bucket(Math.max(0.5, 4 * perLane), 30);
        }
        this.zipf = zipf(size.customers());
        this.zipfOfSenders = zipf(size.senderDomains());
        nextHiccup();
    }

    private static double[] zipf(int of) {
        double[] cumulative = new double[of];
        double sum = 0;
        for (int i = 0; i < of; i++) {
            sum += 1.0 / (i + 1);
            cumulative[i] = sum;
        }
        return cumulative;
    }

    private int pick(double[] cumulative) {
        double at = random.nextDouble() * cumulative[cumulative.length - 1];
        int found = Arrays.binarySearch(cumulative, at);
        return Math.min(found < 0 ? -found - 1 : found, cumulative.length - 1);
    }

    /** A receiver allows a source so much. */
    private static final class Bucket {
        private final double rate;
        private final double burst;
        private double tokens;
        private double last;

        Bucket(double rate, double burst) {
            this.rate = rate;
            this.burst = burst;
            this.tokens = burst;
        }

        boolean take(double at) {
            tokens = Math.min(burst, tokens + rate * (at - last));
            last = at;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }

    /**
     * Runs the quiet hours and the story.
     *
     * @param told of what is concluded at each look, by seconds after the quiet hours
     */
    void run(double storySeconds, BiConsumer<Double, List<Conclusion>> told) {
        events.add(new Event(nextArrival(), this::arrive));
        if (size.others() > 0) {
            events.add(new Event(nextOther(), this::other));
        }
        events.add(new Event(LOOK, () -> look(told)));
        double end = quiet + storySeconds;
        while (!events.isEmpty() && events.peek().time() < end) {
            Event next = events.poll();
            now = next.time();
            next.what().run();
        }
    }

    private void look(BiConsumer<Double, List<Conclusion>> told) {
        List<Conclusion> conclusions = detector.conclude(instant());
        for (Lane lane : lanes) {
            Service service = lane.id().service().orElseThrow();
            Instant since = conclusions.stream()
                    .map(Conclusion::since)
                    .min(Instant::compareTo)
                    .orElse(START);
            lane.incident(IncidentWatch.incidentAt(service, conclusions), since, instant());
        }
        told.accept(now - quiet, conclusions);
        events.add(new Event(now + (now < quiet ? LOOK_WHEN_QUIET : LOOK), () -> look(told)));
    }

    /** Office hours have four times the mail of the night. */
    private double perSecond() {
        double day = 1 + 0.6 * Math.sin(2 * Math.PI * (now / 86400.0 - 0.3));
        return size.perDay() / 86400.0 * day * (now >= quiet ? volume : 1);
    }

    private double nextArrival() {
        return now - Math.log(1 - random.nextDouble()) / perSecond();
    }

    private double nextOther() {
        return now - Math.log(1 - random.nextDouble()) / (perSecond() * size.others());
    }

    private void arrive() {
        boolean consumer = random.nextDouble() < CONSUMER;
        Service service = consumer ? Service.CONSUMER : Service.BUSINESS;
        int source = random.nextInt(size.sources());
        int tenant = consumer ? random.nextInt(4) : pick(zipf);
        Mail mail = new Mail(numbers++, source, service, tenant, pick(zipfOfSenders), (long) now);
        int lane = source * SERVICES.length + (consumer ? 0 : 1);
        detector.taken(instant());
        ready[lane].add(mail);
        pump(lane);
        events.add(new Event(nextArrival(), this::arrive));
    }

    private void other() {
        Mail mail = new Mail(numbers++, random.nextInt(size.sources()), null, random.nextInt(40), 0, (long) now);
        Reply[] refusal = null;
        for (Fault fault : faults) {
            if (fault.covers(now - quiet, mail)
                    && random.nextDouble() < fault.part().at(now - quiet - fault.from())) {
                refusal = fault.replies();
            }
        }
        if (refusal == null && random.nextDouble() < NOISE) {
            refusal = Texts.timeout();
        }
        Sign sign = refusal == null ? Sign.PASSED : Sign.ofOthers(refusal[0]).orElse(Sign.PASSED);
        detector.add(new Trial(
                instant(),
                mail.number,
                "192.0.2." + mail.source,
                Optional.empty(),
                "other" + mail.tenant + ".example",
                "",
                Optional.empty(),
                sign));
        events.add(new Event(nextOther(), this::other));
    }

    private void pump(int index) {
        Lane lane = lanes[index];
        while (!ready[index].isEmpty()) {
            Admission admission = lane.admit(instant());
            if (admission instanceof Admission.NotBefore later) {
                wake(index, seconds(later.when()));
                return;
            }
            if (!(admission instanceof Admission.Admitted admitted)) {
                return;
            }
            Mail mail = ready[index].poll();
            Admission narrow = lane.admit(admitted.permit(), errand(mail), instant());
            if (narrow instanceof Admission.Admitted throughout) {
                attempt(index, mail, throughout.permit());
            } else {
                lane.abandon(admitted.permit(), instant());
                double due = narrow instanceof Admission.NotBefore later ? seconds(later.when()) : now + 2;
                again(index, mail, due);
            }
        }
    }

    private void wake(int index, double at) {
        if (!scheduled[index]) {
            scheduled[index] = true;
            events.add(new Event(Math.max(now, at) + AT_LEAST, () -> {
                scheduled[index] = false;
                pump(index);
            }));
        }
    }

    private void again(int index, Mail mail, double due) {
        events.add(new Event(Math.max(now + AT_LEAST, due + AT_LEAST), () -> {
            ready[index].add(mail);
            pump(index);
        }));
    }

    private void attempt(int index, Mail mail, Permit permit) {
        mail.attempts++;
        Reply[] refusal = refusal(index, mail);
        double took = refusal == Texts.timeout() ? 30 : LATENCY * (0.8 + 0.4 * random.nextDouble());
        events.add(new Event(now + took, () -> answered(index, mail, permit, refusal)));
    }

    private Reply[] refusal(int index, Mail mail) {
        double since = now - quiet;
        for (Fault fault : faults) {
            if (fault.covers(since, mail) && random.nextDouble() < fault.part().at(since - fault.from())) {
                return fault.replies();
            }
        }
        if (now >= hiccupTo) {
            nextHiccup();
        }
        boolean hiccup = now >= hiccupFrom && mail.service == Service.BUSINESS && region(mail) == hiccupRegion;
        if (hiccup || random.nextDouble() < NOISE) {
            return noise;
        }
        if (!allowances[index].take(now)) {
            return tooFast;
        }
        return random.nextDouble() < UNKNOWN_USERS ? unknownUser : null;
    }

    private void nextHiccup() {
        hiccupFrom = now - Math.log(1 - random.nextDouble()) * HICCUPS;
        hiccupTo = hiccupFrom + 10 + 50 * random.nextDouble();
        hiccupRegion = random.nextInt(Texts.REGIONS);
    }

    /** A customer's home. */
    static int region(Mail mail) {
        double at = new SplittableRandom(mail.tenant * 31L + (mail.service == Service.BUSINESS ? 1 : 0)).nextDouble();
        return at < REGIONS[0] ? 0 : at < REGIONS[1] ? 1 : 2;
    }

    private void answered(int index, Mail mail, Permit permit, Reply[] refusal) {
        Lane lane = lanes[index];
        Instant at = instant();
        if (refusal == null) {
            observe(mail, Optional.empty(), Sign.PASSED);
            lane.conclude(permit, errand(mail), Findings.accepted(1), backOff, at);
            lane.takeUnsaved();
            pump(index);
            return;
        }
        Reply reply = refusal[region(mail)];
        Verdict verdict = verdicts.computeIfAbsent(reply, key -> classifier.classify(key, Optional.of(mail.service)));
        Optional<String> region = verdict.parts().frontEnd().flatMap(FrontEnd::region);
        Sign.of(reply, verdict).ifPresent(sign -> observe(mail, region, sign));
        Finding finding = new Finding(to(mail), verdict, reply.text());
        Reaction reaction = lane.conclude(permit, errand(mail), new Findings(0, List.of(finding)), backOff, at);
        lane.takeUnsaved();
        reaction.serviceFault().ifPresent(until -> closeOthers(mail.service, until));
        if (verdict.remedy() != Remedy.BOUNCE) {
            Instant byItself = at.plus(backOff.schedule().nextWait(verdict, mail.attempts));
            Instant due = reaction.until(verdict)
                    .map(gate -> gate.isBefore(at.plusSeconds(1)) ? at.plusSeconds(1) : gate)
                    .orElse(byItself);
            again(index, mail, seconds(due));
        }
        pump(index);
    }

    private void closeOthers(Service service, Instant until) {
        for (Lane lane : lanes) {
            if (lane.id().service().orElseThrow() == service) {
                lane.closeFromOutside(until, "fault", instant());
                lane.takeEvents();
                lane.takeUnsaved();
            }
        }
    }

    private void observe(Mail mail, Optional<String> region, Sign sign) {
        detector.add(new Trial(
                instant(),
                mail.number,
                "192.0.2." + mail.source,
                Optional.of(mail.service),
                tenant(mail),
                "sender" + mail.senderDomain + ".example",
                region,
                sign));
    }

    private static String tenant(Mail mail) {
        return (mail.service == Service.CONSUMER ? "consumer" : "customer") + mail.tenant;
    }

    private static String to(Mail mail) {
        return "someone" + mail.number % 997 + "@" + tenant(mail) + ".example";
    }

    private static Errand errand(Mail mail) {
        return new Errand(tenant(mail), "sender" + mail.senderDomain + ".example", List.of(to(mail)));
    }

    private Instant instant() {
        return START.plusNanos((long) (now * 1e9));
    }

    private static double seconds(Instant instant) {
        Duration since = Duration.between(START, instant);
        return since.getSeconds() + since.getNano() / 1e9;
    }
}
