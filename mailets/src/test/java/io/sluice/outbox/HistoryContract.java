package io.sluice.outbox;

import static io.sluice.outbox.Mails.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.history.DeferralFilter;
import io.sluice.history.DeferralRecord;
import io.sluice.history.HistoryStore;
import io.sluice.history.Levels;
import io.sluice.history.Resolution;
import io.sluice.history.Row;
import io.sluice.history.StoredDeferral;
import io.sluice.history.Subject;
import io.sluice.history.Tally;
import io.sluice.history.Waits;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.LaneCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an outbox keeps of history. */
public interface HistoryContract {
    Subject LANE = Subject.of("default/business");

    /** The outbox under test, empty at the start of each test. */
    Outbox outbox();

    @Test
    default void keepsEverythingThatWasCounted() {
        Row row = new Row(Resolution.MINUTE, minute(0), LANE, 7, full());

        write(row);

        assertThat(rows(Resolution.MINUTE, LANE)).containsExactly(row);
    }

    @Test
    default void replacesWhatTheSameRunWroteOfTheSameBucket() {
        write(new Row(Resolution.MINUTE, minute(0), LANE, 7, attempts(1)));

        write(new Row(Resolution.MINUTE, minute(0), LANE, 7, attempts(2)));

        assertThat(rows(Resolution.MINUTE, LANE)).extracting(Row::tally).containsExactly(attempts(2));
    }

    @Test
    default void keepsWhatSeveralRunsWroteOfTheSameBucket() {
        write(new Row(Resolution.HOUR, hour(0), LANE, 7, attempts(1)));
        write(new Row(Resolution.HOUR, hour(0), LANE, 8, attempts(2)));

        assertThat(rows(Resolution.HOUR, LANE))
                .extracting(Row::tally)
                .containsExactlyInAnyOrder(attempts(1), attempts(2));
    }

    @Test
    default void findsTheBucketsThatStartInATime() {
        write(
                new Row(Resolution.MINUTE, minute(-2), LANE, 7, attempts(2)),
                new Row(Resolution.MINUTE, minute(-1), LANE, 7, attempts(1)),
                new Row(Resolution.MINUTE, minute(0), LANE, 7, attempts(3)),
                new Row(Resolution.HOUR, hour(-1), LANE, 7, attempts(4)));

        assertThat(history().rows(Resolution.MINUTE, LANE, minute(-1), minute(0)))
                .extracting(Row::tally)
                .containsExactly(attempts(1));
    }

    @Test
    default void tellsLanesAndSenderDomainsApart() {
        Subject other = Subject.of("default/consumer");
        Subject sender = new Subject(LANE.lane(), "contoso.example");
        write(
                new Row(Resolution.HOUR, hour(0), LANE, 7, attempts(3)),
                new Row(Resolution.HOUR, hour(0), other, 7, attempts(1)),
                new Row(Resolution.HOUR, hour(0), sender, 7, attempts(2)));

        assertThat(rows(Resolution.HOUR, LANE)).extracting(Row::tally).containsExactly(attempts(3));
        assertThat(rows(Resolution.HOUR, sender)).extracting(Row::tally).containsExactly(attempts(2));
        assertThat(history().senderRows(Resolution.HOUR, LANE.lane(), hour(0), hour(1)))
                .extracting(Row::subject)
                .containsExactly(sender);
        assertThat(history().lanes(Resolution.HOUR, hour(0), hour(1)))
                .containsExactlyInAnyOrder(LANE.lane(), other.lane());
        assertThat(history().lanes(Resolution.HOUR, hour(1), hour(2))).isEmpty();
    }

    @Test
    default void forgetsWhatIsOlderThanItsResolutionKeeps() {
        Instant old =
                Resolution.MINUTE.startOf(NOW.minus(Resolution.MINUTE.kept()).minusSeconds(120));
        Instant oldest =
                Resolution.HOUR.startOf(NOW.minus(Resolution.HOUR.kept()).minusSeconds(7200));
        Subject late = Subject.of("late");
        history()
                .write(
                        List.of(
                                new Row(Resolution.MINUTE, old, late, 7, attempts(1)),
                                new Row(Resolution.HOUR, Resolution.HOUR.startOf(old), late, 7, attempts(2)),
                                new Row(Resolution.HOUR, oldest, late, 7, attempts(3))),
                        List.of(),
                        oldest)
                .join();
        assertThat(rows(Resolution.MINUTE, late)).hasSize(1);

        write(new Row(Resolution.MINUTE, minute(0), LANE, 7, attempts(1)));

        assertThat(rows(Resolution.MINUTE, late)).isEmpty();
        assertThat(rows(Resolution.HOUR, late)).extracting(Row::tally).containsExactly(attempts(2));
    }

    @Test
    default void keepsEveryFieldOfADeferral() {
        DeferralRecord given = new DeferralRecord(
                NOW,
                DeferralRecord.Outcome.FAILED,
                42,
                LANE.lane(),
                "contoso.example",
                "contoso-example.mail.protection.outlook.com",
                Subject.NULL_SENDER,
                DeferralClass.IP_BLOCKED,
                "banned-sending-ip",
                "550 5.7.606 Access denied, banned sending IP [192.0.2.7] \u2014 'quoted' \"twice\"",
                "rcpt",
                "mx.example",
                "192.0.2.99",
                "nam",
                "AAAA");

        history().write(List.of(), List.of(given), NOW).join();

        assertThat(deferrals(DeferralFilter.ALL)).containsExactly(given);
        assertThat(history().oldestDeferral()).contains(NOW);
    }

    @Test
    default void findsDeferralsByEverythingThatIsAskedFor() {
        DeferralRecord one = deferral(1, LANE.lane(), "a.example", DeferralClass.OUTAGE);
        DeferralRecord two = deferral(2, LANE.lane(), "b.example", DeferralClass.DNS);
        DeferralRecord three = deferral(3, "default/consumer", "b.example", DeferralClass.OUTAGE);
        history().write(List.of(), List.of(one, two, three), NOW).join();

        assertThat(deferrals(DeferralFilter.builder().lane(LANE.lane()).build()))
                .containsExactly(two, one);
        assertThat(deferrals(DeferralFilter.builder().sender("b.example").build()))
                .containsExactly(three, two);
        assertThat(deferrals(DeferralFilter.builder()
                        .sender("b.example")
                        .deferralClass(DeferralClass.OUTAGE)
                        .build()))
                .containsExactly(three);
        assertThat(deferrals(DeferralFilter.builder().entry(2).build())).containsExactly(two);
        assertThat(deferrals(DeferralFilter.builder()
                        .from(NOW.plusSeconds(2))
                        .before(NOW.plusSeconds(3))
                        .build()))
                .containsExactly(two);
        assertThat(deferrals(DeferralFilter.builder()
                        .outcome(DeferralRecord.Outcome.FAILED)
                        .build()))
                .isEmpty();
        assertThat(deferrals(DeferralFilter.builder()
                        .rule("some-rule")
                        .tenant("t")
                        .domain("d")
                        .region("nam")
                        .ip("i")
                        .build()))
                .containsExactly(three, two, one);
        assertThat(deferrals(DeferralFilter.builder().rule("' OR 1=1 --").build()))
                .isEmpty();
    }

    @Test
    default void showsDeferralsTheNewestFirstAndPageByPage() {
        history()
                .write(
                        List.of(),
                        IntStream.rangeClosed(1, 5)
                                .mapToObj(number -> deferral(number, LANE.lane(), "a.example", DeferralClass.DNS))
                                .toList(),
                        NOW)
                .join();

        List<StoredDeferral> first = history().deferrals(DeferralFilter.ALL, 2, Long.MAX_VALUE);
        List<StoredDeferral> second =
                history().deferrals(DeferralFilter.ALL, 9, first.get(1).number());

        assertThat(first).extracting(stored -> stored.deferral().entry()).containsExactly(5L, 4L);
        assertThat(second).extracting(stored -> stored.deferral().entry()).containsExactly(3L, 2L, 1L);
    }

    @Test
    default void keepsABoundedNumberOfDeferrals() {
        int surplus = 10;
        for (int from = 0; from < HistoryStore.MOST_DEFERRALS + surplus; from += 5001) {
            history()
                    .write(
                            List.of(),
                            IntStream.range(from, from + 5001)
                                    .mapToObj(number -> deferral(number, LANE.lane(), "a.example", DeferralClass.DNS))
                                    .toList(),
                            NOW)
                    .join();
        }

        List<StoredDeferral> all = history().deferrals(DeferralFilter.ALL, 100_000, Long.MAX_VALUE);
        assertThat(all).hasSize(HistoryStore.MOST_DEFERRALS);
        assertThat(all.get(0).deferral().entry()).isEqualTo(50_009);
    }

    private HistoryStore history() {
        return outbox().history();
    }

    private void write(Row... rows) {
        history().write(List.of(rows), List.of(), NOW).join();
    }

    private List<Row> rows(Resolution resolution, Subject subject) {
        return history().rows(resolution, subject, Instant.EPOCH, NOW.plus(Duration.ofDays(1)));
    }

    private List<DeferralRecord> deferrals(DeferralFilter filter) {
        return history().deferrals(filter, 100, Long.MAX_VALUE).stream()
                .map(StoredDeferral::deferral)
                .toList();
    }

    private static Instant minute(int number) {
        return Resolution.MINUTE.startOf(NOW).plus(Duration.ofMinutes(number));
    }

    private static Instant hour(int number) {
        return Resolution.HOUR.startOf(NOW).plus(Duration.ofHours(number));
    }

    private static Tally attempts(int count) {
        return new Tally(count, 0, Map.of(), Map.of(), 0, Map.of(), Waits.NONE, 0, 0, Optional.empty());
    }

    private static Tally full() {
        return new Tally(
                9,
                8,
                Map.of(DeferralClass.OUTAGE, 7L, DeferralClass.IP_REPUTATION_THROTTLE, 1L),
                Map.of(DeferralClass.DNS, 6L),
                5,
                Map.of("nam", 4L),
                new Waits(Map.of(0, 3L, 17, 2L)),
                4,
                1,
                Optional.of(new Levels(
                        NOW, LaneCondition.BLOCKED, 0.125, 3, 1, 2, 3, 4, Optional.of(NOW.minusSeconds(9)))));
    }

    private static DeferralRecord deferral(int number, String lane, String sender, DeferralClass type) {
        return new DeferralRecord(
                NOW.plusSeconds(number),
                DeferralRecord.Outcome.DEFERRED,
                number,
                lane,
                "d",
                "t",
                sender,
                type,
                "some-rule",
                "451 4.7.500 busy",
                "rcpt",
                "h",
                "i",
                "nam",
                "");
    }
}
