package io.sluice.posture;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.inject.ProvidedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers at once with what is known, and looks behind the back of who asks: for those who must not wait, as a matcher.
 * Safe for use by several threads. Bound by {@code io.sluice.SluiceModule}.
 */
@ProvidedBy(ModuleMissing.class)
public final class PostureCache {
    private static final Logger LOGGER = LoggerFactory.getLogger(PostureCache.class);

    private final PostureCheck check;
    private final Executor behind;
    private final Terms terms;
    private final InstantSource clock;
    private final Cache<PostureQuestion, Posture> known;
    private final Set<PostureQuestion> underWay = ConcurrentHashMap.newKeySet();

    /**
     * How long it is remembered.
     *
     * @param fresh after this it is looked again
     * @param doubtful the same for an answer that leaves something unknown, and for one that failed
     * @param stale after this the old answer is not given any more
     * @param size how many answers are kept
     */
    public record Terms(Duration fresh, Duration doubtful, Duration stale, int size) {
        /** What holds without configuration. */
        public static final Terms STANDARD =
                new Terms(Duration.ofMinutes(15), Duration.ofMinutes(2), Duration.ofHours(6), 1000);
    }

    /** @param behind runs the looks; it bounds how many there are at once, and may refuse one */
    public PostureCache(PostureCheck check, Executor behind, Terms terms, InstantSource clock) {
        this.check = check;
        this.behind = behind;
        this.terms = terms;
        this.clock = clock;
        this.known = CacheBuilder.newBuilder()
                .concurrencyLevel(1)
                .maximumSize(terms.size())
                .build();
    }

    /**
     * What is known, without waiting. Empty when nothing is known yet, or only what is too old; then, and when it is
     * not fresh, it is looked in the background, so that asking again later has an answer.
     */
    public Optional<Posture> known(PostureQuestion question) {
        Posture posture = known.getIfPresent(question);
        if (posture == null || !isYoungerThan(posture, freshness(posture))) {
            lookBehind(question);
        }
        return Optional.ofNullable(posture).filter(each -> isYoungerThan(each, terms.stale()));
    }

    /** What is known and fresh; else looks now, which blocks as {@link PostureCheck#check} does. */
    public Posture get(PostureQuestion question) {
        Posture posture = known.getIfPresent(question);
        if (posture != null && isYoungerThan(posture, freshness(posture))) {
            return posture;
        }
        Posture now = check.check(question);
        known.put(question, now);
        return now;
    }

    private Duration freshness(Posture posture) {
        return posture.status() == FindingStatus.PASS
                        || posture.findings().stream().noneMatch(each -> each.status() == FindingStatus.UNKNOWN)
                ? terms.fresh()
                : terms.doubtful();
    }

    /** A clock that was set back must not keep an answer alive. */
    private boolean isYoungerThan(Posture posture, Duration age) {
        Instant now = clock.instant();
        return !now.isBefore(posture.time()) && now.isBefore(posture.time().plus(age));
    }

    private void lookBehind(PostureQuestion question) {
        if (!underWay.add(question)) {
            return;
        }
        try {
            behind.execute(() -> look(question));
        } catch (RejectedExecutionException e) {
            underWay.remove(question);
            LOGGER.debug("Too much to look at; {} has to wait", question.domain());
        }
    }

    private void look(PostureQuestion question) {
        try {
            known.put(question, check.check(question));
        } catch (RuntimeException e) {
            LOGGER.warn("The posture of {} cannot be looked up", question.domain(), e);
        } finally {
            underWay.remove(question);
        }
    }
}
