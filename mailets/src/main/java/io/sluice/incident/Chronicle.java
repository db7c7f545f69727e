package io.sluice.incident;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What is wrong now, what was wrong, and what is new about it. Safe for several threads. */
public final class Chronicle {
    /** So many that are over are remembered. */
    public static final int MOST_PAST = 200;

    private final List<Episode> current = new ArrayList<>(); // guarded by this, as the next
    private final Deque<Episode> past = new ArrayDeque<>();

    /**
     * A conclusion and its time.
     *
     * @param told when it was concluded
     * @param over since when it no longer is; empty while it is
     */
    public record Episode(Conclusion conclusion, Instant told, Optional<Instant> over) {}

    /** What is new. */
    public enum Change {
        BEGAN,
        CHANGED,
        ENDED
    }

    /** Something new about an episode. */
    public record News(Change change, Episode episode) {}

    /** Takes over what holds at that time, and says what is new. */
    public synchronized List<News> update(List<Conclusion> conclusions, Instant now) {
        List<News> news = new ArrayList<>();
        List<Episode> next = new ArrayList<>();
        for (Conclusion conclusion : conclusions) {
            Optional<Episode> known = current.stream()
                    .filter(episode -> episode.conclusion().isAs(conclusion))
                    .findFirst();
            Instant told = known.map(Episode::told).orElse(now);
            Episode episode = new Episode(conclusion, told, Optional.empty());
            next.add(episode);
            if (known.isEmpty()) {
                news.add(new News(Change.BEGAN, episode));
            } else if (differs(known.get().conclusion(), conclusion)) {
                news.add(new News(Change.CHANGED, episode));
            }
        }
        for (Episode old : current) {
            if (conclusions.stream().noneMatch(old.conclusion()::isAs)) {
                Episode ended = new Episode(old.conclusion(), old.told(), Optional.of(now));
                past.addFirst(ended);
                news.add(new News(Change.ENDED, ended));
            }
        }
        while (past.size() > MOST_PAST) {
            past.removeLast();
        }
        current.clear();
        current.addAll(next);
        return List.copyOf(news);
    }

    private static boolean differs(Conclusion before, Conclusion after) {
        return !before.place().services().equals(after.place().services()) || before.confidence() != after.confidence();
    }

    /** Takes over what was remembered before a restart; tells nobody. */
    public synchronized void restore(List<Episode> now, List<Episode> before) {
        current.clear();
        current.addAll(now);
        past.clear();
        before.stream().limit(MOST_PAST).forEach(past::addLast);
    }

    /** What is wrong now. */
    public synchronized List<Episode> current() {
        return List.copyOf(current);
    }

    /** What is over, the newest first. */
    public synchronized List<Episode> past() {
        return List.copyOf(past);
    }
}
