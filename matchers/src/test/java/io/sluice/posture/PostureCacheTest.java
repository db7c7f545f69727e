package io.sluice.posture;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.posture.PostureCache.Terms;
import io.sluice.posture.dns.Recording;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class PostureCacheTest {
    private static final PostureQuestion QUESTION = PostureQuestion.about("example.org");
    private static final Terms TERMS =
            new Terms(Duration.ofMinutes(15), Duration.ofMinutes(2), Duration.ofHours(6), 10);

    private final Queue<Runnable> behind = new ArrayDeque<>();
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private FindingStatus status = FindingStatus.PASS;
    private int checks;
    private final PostureCache cache = new PostureCache(this::check, behind::add, TERMS, () -> now);

    private Posture check(PostureQuestion question) {
        checks++;
        return new Posture(
                question,
                now,
                List.of(Finding.of(FindingId.SPF_RECORD, status, "example.org", "check " + checks)),
                new Recording(Map.of()));
    }

    private void runBehind() {
        while (!behind.isEmpty()) {
            behind.remove().run();
        }
    }

    @Test
    void saysNothingAtFirstAndLooksBehind() {
        assertThat(cache.known(QUESTION)).isEmpty();
        assertThat(cache.known(QUESTION)).isEmpty();
        assertThat(behind).hasSize(1);

        runBehind();

        assertThat(cache.known(QUESTION)).isPresent();
        assertThat(checks).isEqualTo(1);
        assertThat(behind).isEmpty();
    }

    @Test
    void givesTheOldAnswerWhileItLooksAgain() {
        Posture first = cache.get(QUESTION);
        now = now.plus(Duration.ofMinutes(16));

        assertThat(cache.known(QUESTION)).contains(first);
        assertThat(behind).hasSize(1);
        runBehind();
        assertThat(cache.known(QUESTION).orElseThrow().time()).isEqualTo(now);
    }

    @Test
    void looksSoonerAgainAtWhatIsUnknown() {
        status = FindingStatus.UNKNOWN;
        cache.get(QUESTION);
        now = now.plus(Duration.ofMinutes(3));

        cache.known(QUESTION);

        assertThat(behind).hasSize(1);
    }

    @Test
    void saysNothingThatIsTooOld() {
        cache.get(QUESTION);
        now = now.plus(Duration.ofHours(7));

        assertThat(cache.known(QUESTION)).isEmpty();
    }

    @Test
    void aClockThatWasSetBackKeepsNothingAlive() {
        cache.get(QUESTION);
        now = now.minus(Duration.ofHours(1));

        assertThat(cache.known(QUESTION)).isEmpty();
    }

    @Test
    void triesAgainWhenTooMuchIsUnderWay() {
        boolean[] full = {true};
        PostureCache busy = new PostureCache(
                this::check,
                task -> {
                    if (full[0]) {
                        throw new RejectedExecutionException("full");
                    }
                    behind.add(task);
                },
                TERMS,
                () -> now);

        assertThat(busy.known(QUESTION)).isEmpty();
        full[0] = false;
        assertThat(busy.known(QUESTION)).isEmpty();

        assertThat(behind).hasSize(1);
    }

    @Test
    void aLookThatFailsIsTriedAgain() {
        PostureCache broken = new PostureCache(
                question -> {
                    throw new IllegalStateException("for the test");
                },
                behind::add,
                TERMS,
                () -> now);
        broken.known(QUESTION);
        runBehind();

        assertThat(broken.known(QUESTION)).isEmpty();
        assertThat(behind).hasSize(1);
    }
}
