package io.sluice.incident;

import io.sluice.reply.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells from what becomes of mail whose fault it is that some of it is refused. Bounded in memory, whatever comes in: some
 * 6 MB at most. The caller brings the time, which may be set back. Safe for several threads; nothing blocks or does I/O.
 */
public final class Detector {
    private static final long QUIET = Duration.ofMinutes(5).toMillis();
    private static final int LEAST_PASSED = 5;
    private static final long QUIET_WITH_LITTLE_MAIL = Duration.ofMinutes(20).toMillis();
    private static final long NOTHING_MORE = Duration.ofMinutes(90).toMillis();
    /** Who is shut out rests for up to six hours between two tests. */
    private static final long NOTHING_MORE_AFTER_BLOCK = Duration.ofHours(8).toMillis();

    private static final Set<Sign> SHUT_OUT = Set.of(Sign.BLOCKED, Sign.DENIED);
    private static final int RECENT_CELLS = 5;
    private static final int LEAST_RECENT = 20;
    private static final double HARDLY_ANY = 0.05;

    private final Tallies tallies;
    private List<Conclusion> current = List.of();
    /** What was restored counts as seen then. */
    private long restored;

    /** @param now the present */
    public Detector(Instant now) {
        this.tallies = new Tallies(now.toEpochMilli());
    }

    /** Takes note of an attempt. */
    public synchronized void add(Trial trial) {
        tallies.add(trial);
    }

    /** Takes note of a mail to Microsoft that came in, whether it can leave or not. */
    public synchronized void taken(Instant now) {
        tallies.addTaken(now.toEpochMilli());
    }

    /** Takes note of mails to others than Microsoft that somebody else delivered since this was told last. */
    public synchronized void delivered(int toOthers, Instant now) {
        tallies.addOthers(toOthers, now.toEpochMilli());
    }

    /** What was concluded before a restart; it is kept until mail shows otherwise. */
    public synchronized void restore(Collection<Conclusion> conclusions, Instant now) {
        current = List.copyOf(conclusions);
        restored = now.toEpochMilli();
    }

    /** What is wrong now: looks at everything anew. The strongest first; empty when nothing can be concluded. */
    public synchronized List<Conclusion> conclude(Instant now) {
        long millis = now.toEpochMilli();
        tallies.advance(Tally.cell(millis));
        Scene scene = new Scene(tallies, millis, current);
        AllAtOnce filter = AllAtOnce.of(scene);
        List<Conclusion> found = new ArrayList<>(filter.conclude());
        found.addAll(ServiceRule.conclude(scene, filter));
        found.addAll(SourceRule.conclude(scene, filter));
        found.addAll(NetworkRule.conclude(scene));
        found.addAll(NarrowRule.conclude(scene));
        NarrowRule.unclear(scene).ifPresent(found::add);
        found.removeIf(conclusion -> isOver(conclusion, millis));
        List<Conclusion> next = new ArrayList<>();
        for (Conclusion old : current) {
            if (!isOver(old, millis)) {
                next.add(old);
            }
        }
        for (Conclusion fresh : found) {
            merge(next, fresh);
        }
        next.removeIf(conclusion -> isExplained(conclusion, next));
        next.sort(Comparator.comparing(Conclusion::kind));
        next.forEach(conclusion -> tallies(conclusion)
                .forEach(tally -> tally.excuse(Tally.cell(conclusion.since().toEpochMilli()))));
        current = List.copyOf(next);
        return current;
    }

    /** Mails of the last two hours to Microsoft that were refused so that it may matter, and all. */
    public synchronized Sums sums() {
        Tally all = tallies.microsoft;
        Set<Sign> refusals = EnumSet.complementOf(EnumSet.of(Sign.PASSED));
        int refused = all.since(refusals, all.oldest());
        return new Sums(refused + all.since(Sign.PASSED, all.oldest()), refused);
    }

    /**
     * Mails to Microsoft of the last two hours.
     *
     * @param trials all
     * @param refused for a reason that is not the recipient's
     */
    public record Sums(int trials, int refused) {
        /** What there is to say where nothing is concluded. */
        public String sentence() {
            return Words.nothing(this);
        }
    }

    private static void merge(List<Conclusion> all, Conclusion fresh) {
        for (int i = 0; i < all.size(); i++) {
            Conclusion old = all.get(i);
            if (old.isAs(fresh)) {
                all.set(i, united(old, fresh));
                return;
            }
        }
        all.add(fresh);
    }

    /** It keeps its begin, and the best evidence that there was. */
    private static Conclusion united(Conclusion old, Conclusion fresh) {
        boolean better = fresh.evidence().weight() >= old.evidence().weight();
        Confidence sure = old.confidence().compareTo(fresh.confidence()) > 0 ? old.confidence() : fresh.confidence();
        return new Conclusion(
                old.kind(),
                old.place().with(fresh.place().services()),
                old.since().isBefore(fresh.since()) ? old.since() : fresh.since(),
                Stream.concat(old.signs().stream(), fresh.signs().stream()).collect(Collectors.toUnmodifiableSet()),
                better ? fresh.evidence() : old.evidence(),
                sure);
    }

    /** What is wrong everywhere explains the same refusals here; what is our network explains that nobody is reached. */
    private boolean isExplained(Conclusion conclusion, List<Conclusion> all) {
        return all.stream()
                .filter(other -> !other.equals(conclusion))
                .anyMatch(other -> isWholeOf(conclusion, other)
                        || isWidelyRefused(conclusion, other)
                        || isOurNetwork(conclusion, other));
    }

    /** All domains explain each one. */
    private static boolean isWholeOf(Conclusion conclusion, Conclusion other) {
        return conclusion.place().senderDomain().isPresent()
                && other.kind() == Kind.SENDER
                && other.place().senderDomain().isEmpty();
    }

    private boolean isWidelyRefused(Conclusion conclusion, Conclusion other) {
        boolean covered = (other.kind().spares() || other.kind() == Kind.UNCLEAR)
                && other.kind() != conclusion.kind()
                && other.place().services().containsAll(conclusion.place().services());
        return covered
                && livesThere(conclusion.place(), other.place())
                && switch (conclusion.kind()) {
                    case TENANT -> true;
                    case UNCLEAR -> other.kind().spares();
                    case REPUTATION -> other.signs().containsAll(conclusion.signs());
                    case UNREACHABLE -> other.kind() == Kind.INCIDENT;
                    default -> false;
                };
    }

    /** A region's trouble explains that of its own customers. */
    private boolean livesThere(Place place, Place region) {
        return region.region().isEmpty()
                || place.tenant().isEmpty()
                || place.services().stream()
                        .map(service -> tallies.regionOf(
                                new Tallies.InService(service, place.tenant().get())))
                        .allMatch(region.region()::equals);
    }

    private static boolean isOurNetwork(Conclusion conclusion, Conclusion other) {
        return conclusion.kind().spares()
                && Sign.SILENCE.containsAll(conclusion.signs())
                && other.kind() == Kind.NETWORK
                && other.place().source().isEmpty();
    }

    private boolean isOver(Conclusion conclusion, long now) {
        List<Tally> concerned = tallies(conclusion);
        if (concerned.isEmpty()) {
            return now - restored >= NOTHING_MORE;
        }
        long since = Tally.cell(conclusion.since().toEpochMilli());
        return concerned.stream().allMatch(tally -> isOver(tally, conclusion.signs(), since, now));
    }

    private boolean isOver(Tally tally, Set<Sign> signs, long since, long now) {
        long refused = Math.max(tally.last(signs), restored);
        boolean passedSince = tally.last(Set.of(Sign.PASSED)) > refused;
        // What was accepted before it began does not show that it is over.
        long from = Math.max(tally.newest() - RECENT_CELLS, since) + 1;
        int passed = tally.since(Sign.PASSED, from);
        int recent = tally.since(signs, from);
        long quiet = now - refused;
        boolean blocked = tally.last(SHUT_OUT) == refused;
        return (passedSince && quiet >= QUIET && passed >= LEAST_PASSED)
                || (passedSince && quiet >= QUIET_WITH_LITTLE_MAIL)
                || quiet >= (blocked ? NOTHING_MORE_AFTER_BLOCK : NOTHING_MORE)
                || (passed + recent >= LEAST_RECENT && recent <= HARDLY_ANY * (passed + recent));
    }

    /** The counts that show how it goes on there. */
    private List<Tally> tallies(Conclusion conclusion) {
        Place place = conclusion.place();
        List<Tally> found = new ArrayList<>();
        if (place.source().isPresent()) {
            tallies.lanes.tallies.forEach((lane, tally) -> {
                if (lane.source().equals(place.source().get())
                        && place.services().contains(lane.service())) {
                    found.add(tally);
                }
            });
        } else if (place.tenant().isPresent()) {
            found.addAll(ofServices(tallies.tenants, place, place.tenant().get()));
        } else if (place.region().isPresent()) {
            found.addAll(ofServices(tallies.regions, place, place.region().get()));
        } else if (place.senderDomain().isPresent()) {
            found.addAll(ofServices(tallies.senders, place, place.senderDomain().get()));
        } else {
            for (Service service : place.services()) {
                Optional.ofNullable(tallies.services.get(service)).ifPresent(found::add);
            }
            if (place.services().isEmpty()) {
                found.add(tallies.others);
            }
        }
        return found;
    }

    private static List<Tally> ofServices(Tallies.Named<Tallies.InService> named, Place place, String name) {
        return place.services().stream()
                .map(service -> named.tallies.get(new Tallies.InService(service, name)))
                .filter(Objects::nonNull)
                .toList();
    }
}
