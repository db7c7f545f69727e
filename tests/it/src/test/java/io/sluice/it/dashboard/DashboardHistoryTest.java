package io.sluice.it.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.history.DeferralRecord;
import io.sluice.history.HistoryStore;
import io.sluice.history.Levels;
import io.sluice.history.Resolution;
import io.sluice.history.Row;
import io.sluice.history.Subject;
import io.sluice.history.Tally;
import io.sluice.history.Waits;
import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.outbox.sql.SqlOutbox;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.LaneCondition;
import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A month of history on the dashboard, with texts in it that receivers chose. */
@EnabledIf(value = "io.sluice.it.dashboard.Browser#isInstalledOrRequired", disabledReason = "Chromium is not installed")
class DashboardHistoryTest {
    private static final int DAYS = 30;
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final List<String> LANES = List.of("192.0.2.7/consumer", "192.0.2.7/business", "192.0.2.8/consumer");
    private static final String TURNED_ROUND = "\u202Egnp.exe\u202C";
    private static final String LONG_WORD = "W".repeat(4096);

    @TempDir
    static Path home;

    private static MicrosoftWorld world;
    private static JamesServer james;
    private static Dashboard dashboard;

    @BeforeAll
    static void start() {
        fill(Instant.now());
        world = MicrosoftWorld.start();
        james = world.james().home(home).start();
        dashboard = new Dashboard(james);
    }

    @AfterAll
    static void stop() {
        dashboard.close();
        james.close();
        world.close();
    }

    private static void fill(Instant now) {
        try (SqlOutbox outbox = SqlOutbox.open(OutboxSettings.in(home.resolve("var/outbox")), InstantSource.system())) {
            HistoryStore history = outbox.history();
            List<Row> rows = new ArrayList<>();
            Instant hour = Resolution.HOUR.startOf(now);
            for (int i = 0; i < DAYS * 24; i++) {
                for (String lane : LANES) {
                    rows.add(new Row(
                            Resolution.HOUR, hour.minus(Duration.ofHours(i)), Subject.of(lane), 1, tally(i, hour)));
                }
            }
            history.write(rows, deferrals(now), now).join();
        }
    }

    private static Tally tally(int i, Instant hour) {
        boolean bad = i % 40 > 30;
        return new Tally(
                1200 + i,
                1000 + i,
                Map.of(DeferralClass.IP_REPUTATION_THROTTLE, bad ? 150L : 3L, DeferralClass.MAILBOX_UNAVAILABLE, 12L),
                Map.of(DeferralClass.RECIPIENT_INVALID, 5L),
                0,
                Map.of("nam", 20L, "eur", bad ? 90L : 4L, "<img src=x onerror=window.hacked=1>", 1L),
                new Waits(Map.of(4, 800L, 12, bad ? 190L : 20L)),
                60,
                bad ? 20 : 0,
                Optional.of(new Levels(
                        hour.minus(Duration.ofHours(i)).plusSeconds(3500),
                        bad ? LaneCondition.THROTTLED : LaneCondition.OPEN,
                        bad ? 0.4 : 2.5,
                        4,
                        10,
                        bad ? 400 : 30,
                        i < 100 ? 7 : 0,
                        2,
                        Optional.empty())));
    }

    private static List<DeferralRecord> deferrals(Instant now) {
        List<String> replies = List.of(
                "451 4.7.650 <script>window.hacked=1</script><img src=x onerror=window.hacked=1> <svg onload=alert(1)>",
                "451 4.7.500 " + TURNED_ROUND + "\u0007\u200B",
                "451 4.7.500 " + LONG_WORD);
        List<DeferralRecord> records = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            records.add(new DeferralRecord(
                    now.minus(Duration.ofMinutes(i + 1)),
                    DeferralRecord.Outcome.DEFERRED,
                    i + 1,
                    LANES.get(i % 3),
                    LONG_WORD,
                    "\"><script>window.hacked=1</script>",
                    "sender.example",
                    DeferralClass.IP_REPUTATION_THROTTLE,
                    "consumer-ip-rate-limited",
                    replies.get(i % 3),
                    "mail",
                    LONG_WORD,
                    "192.0.2.1",
                    "eur",
                    "ABC"));
        }
        return records;
    }

    @Test
    void showsAMonthWithinABound() {
        Browser browser = dashboard.open();
        long begin = System.nanoTime();
        browser.click("#range input[value='30d']");
        browser.await(
                "document.querySelector('#flow-chart canvas').ariaLabel.includes('deferred')"
                        + " && Chart.getChart(document.querySelector('#flow-chart canvas')).data.datasets[0].data.length >= 120");
        Duration took = Duration.ofNanos(System.nanoTime() - begin);

        assertThat(took).isLessThan(BOUND);
        assertThat(browser.evaluate("Chart.getChart(document.querySelector('#flow-chart canvas')).data.datasets[0].data"
                                + ".reduce((all, each) => all + each.y, 0)")
                        .asLong())
                .as("all of it")
                .isGreaterThan(DAYS * 24L * 1000 * 3 * 9 / 10);
        assertThat(browser.evaluate(
                                "[...document.querySelectorAll('canvas')].filter((each) => Chart.getChart(each)).length")
                        .asInt())
                .as("flow, class, region, time")
                .isGreaterThanOrEqualTo(4);
        dashboard.keepPicture("month");
        assertThat(browser.complaints()).isEmpty();
        assertThat(dashboard.requestsElsewhere()).isEmpty();
    }

    @Test
    void showsWhatReceiversChoseHarmlesslyOnAPhoneAndOnADesk() {
        for (int width : List.of(360, 390, 1280)) {
            dashboard.browser().screen(width, 844);
            Browser browser = dashboard.open();
            browser.await("document.querySelectorAll('#replies tr').length === 90");

            assertThat(dashboard.overflow()).as("%d pixels", width).isLessThanOrEqualTo(0);
            assertThat(browser.text("#replies"))
                    .contains("<script>window.hacked=1</script>", "\u27e8U+202E\u27e9gnp.exe")
                    .doesNotContain("\u202E", "\u0007");
            browser.click("#replies tr:nth-child(3) button");
            dashboard.awaitText("#detail-body", "WWWWWW");
            assertThat(dashboard.overflow()).isLessThanOrEqualTo(0);
            assertThat(
                            browser.is(
                                    "document.querySelector('#detail').scrollWidth <= document.querySelector('#detail').clientWidth"))
                    .isTrue();
            dashboard.keepPicture("reply-" + width);
            assertThat(browser.is("window.hacked || document.querySelector('main img, main svg, dialog script')"))
                    .isFalse();
            assertThat(browser.complaints()).isEmpty();
            browser.press("Escape");
        }
    }

    @Test
    void hasNoSeriousBarrierOnAPhone() {
        dashboard.browser().screen(390, 844);
        Browser browser = dashboard.open();
        browser.await("document.querySelectorAll('#replies tr').length === 90");

        assertThat(dashboard.barriers()).isEmpty();
    }
}
