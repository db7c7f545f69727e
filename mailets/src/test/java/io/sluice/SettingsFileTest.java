package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lane.LaneId;
import io.sluice.lane.LanePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
    private static final LaneId LANE = LaneId.parse("192.0.2.7/consumer");

    @TempDir
    Path directory;

    private final List<LanePolicy> taken = new ArrayList<>();
    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("sluice.properties");
    }

    private SettingsFile.Reading reading() {
        return new SettingsFile.Reading(file, LanePolicy.DEFAULT, taken::add, Clock.systemUTC());
    }

    private void write(String... lines) throws IOException {
        Files.write(file, List.of(lines));
    }

    private double ceiling() {
        return taken.get(taken.size() - 1).limitsOf(LANE).rate().ceiling();
    }

    @Test
    void takesChangedLimitsOver() throws Exception {
        write("outbox.maximum-size=1 GiB");
        SettingsFile.Reading reading = reading();

        write("outbox.maximum-size=1 GiB", "lane.192.0.2.7/consumer.rate.ceiling=5/s");
        reading.again();

        assertThat(taken).hasSize(1);
        assertThat(ceiling()).isEqualTo(5);
    }

    @Test
    void takesOverWhatChangedWhileTheServerStarted() throws Exception {
        write("lane.consumer.rate.ceiling=7/s");

        reading();

        assertThat(ceiling()).isEqualTo(7);
    }

    @Test
    void keepsTheLastGoodLimitsWhileTheFileHasAFault() throws Exception {
        write("lane.consumer.rate.ceiling=7/s");
        SettingsFile.Reading reading = reading();

        write("lane.consumer.rate.ceiling=fast");
        reading.again();

        assertThat(taken).hasSize(1);
        write("lane.consumer.rate.ceiling=8/s");
        reading.again();
        assertThat(ceiling()).isEqualTo(8);
    }

    @Test
    void goesBackToTheDefaultsWhenTheFileIsGone() throws Exception {
        write("lane.consumer.rate.ceiling=7/s");
        SettingsFile.Reading reading = reading();

        Files.delete(file);
        reading.again();

        assertThat(taken.get(1))
                .satisfies(policy -> assertThat(policy.limitsOf(LANE)).isEqualTo(LanePolicy.DEFAULT.limitsOf(LANE)));
    }

    @Test
    void leavesTheConstantsOfTheControlToTheNextStart() throws Exception {
        SettingsFile.Reading reading = reading();

        write("control.burst=1", "lane.consumer.rate.ceiling=7/s");
        reading.again();

        assertThat(taken.get(0).law()).isEqualTo(LanePolicy.DEFAULT.law());
    }

    @Test
    void doesNothingWhenOnlyOtherKeysChanged() throws Exception {
        SettingsFile.Reading reading = reading();

        write("mx.cache.size=10");
        reading.again();

        assertThat(taken).isEmpty();
    }
}
