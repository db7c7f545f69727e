package io.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTableTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void showsALaneThatWaitsWithTheReasonAndTheTime() throws Exception {
        LaneView lane = LaneView.of(
                new ObjectMapper()
                        .readTree(
                                """
                {"lane":"default/consumer","state":"closed","until":"2026-11-22T10:00:02.500Z",
                 "cause":"ip-reputation-throttle: 451 4.7.650","accepted":45,"deferred":{"ip-reputation-throttle":12},
                 "failed":{},"expired":0,"attempts":60,"ratePerSecond":4.1,"ready":70,"waiting":5,"held":0,
                 "inFlight":2,"nextDue":"2026-11-22T10:00:00Z"}
                """));

        List<String> table =
                LaneTable.draw(List.of(lane), 7, new Tally(100, 50, 0, 0, List.of()), Duration.ofSeconds(12), NOW);

        assertThat(table)
                .containsExactly(
                        "",
                        "  12 s  [###############...............] 50 of 100 delivered, 0 twice",
                        "  lane            state                    accepted  queued  next due      rate",
                        "  consumer        waits, tries in 2.5 s          45      77  in 2.5 s     4.1/s",
                        "                  deferred: ip-reputation-throttle 12",
                        "                  because of ip-reputation-throttle: 451 4.7.650",
                        "  everybody else  James's RemoteDelivery          7       -         -         -");
    }
}
