package io.sluice.watch;

import static io.sluice.watch.Outcomes.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailDigestTest {
    private final List<Integer> sent = new ArrayList<>();
    private boolean broken;
    private long leftOut;
    private Instant now = NOW;
    private final MailDigest digest = new MailDigest(Duration.ofMinutes(15), this::send, () -> now);

    @Test
    void sendsNothingWithoutEvents() {
        digest.send();

        assertThat(sent).isEmpty();
    }

    @Test
    void gathersForSomeSecondsAndSendsAllInOne() {
        events(3);
        digest.send();
        assertThat(sent).isEmpty();

        now = NOW.plus(MailDigest.GATHERING);
        digest.send();
        digest.send();

        assertThat(sent).containsExactly(3);
    }

    @Test
    void sendsNoMoreThanOneInAPeriod() {
        events(1);
        now = NOW.plusSeconds(10);
        digest.send();
        events(4);
        now = NOW.plusSeconds(600);
        digest.send();
        assertThat(sent).containsExactly(1);

        now = NOW.plusSeconds(10 + 15 * 60);
        digest.send();

        assertThat(sent).containsExactly(1, 4);
    }

    @Test
    void sendsWithTheNextWhatCouldNotBeSent() {
        events(2);
        now = NOW.plusSeconds(10);
        broken = true;
        assertThatThrownBy(digest::send).hasMessage("No spool");
        broken = false;
        digest.send();
        assertThat(sent).isEmpty();

        now = NOW.plusSeconds(3600);
        digest.send();

        assertThat(sent).containsExactly(2);
    }

    @Test
    void namesABoundedNumberOfEventsAndCountsTheOthers() {
        events(MailDigest.MOST_EVENTS + 7);
        now = NOW.plusSeconds(10);

        digest.send();

        assertThat(sent).containsExactly(MailDigest.MOST_EVENTS);
        assertThat(leftOut).isEqualTo(7);
    }

    private void events(int count) {
        for (int i = 0; i < count; i++) {
            digest.accept(new Event(now, Event.Kind.LANE_BLOCKED, "lane", "text"));
        }
    }

    private void send(List<Event> events, long more) {
        if (broken) {
            throw new IllegalStateException("No spool");
        }
        sent.add(events.size());
        leftOut = more;
    }
}
