package io.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoOptionsTest {
    @TempDir
    private Path directory;

    @Test
    void needsNoOptions() {
        DemoOptions options = DemoOptions.parse();

        assertThat(options.home()).isEmpty();
        assertThat(options.mails()).isEqualTo(400);
    }

    @Test
    void takesAnEmptyOrNewDirectory() {
        Path fresh = directory.resolve("new");

        assertThat(DemoOptions.parse("--home", directory.toString()).home()).hasValue(directory);
        assertThat(DemoOptions.parse("--home", fresh.toString()).home()).hasValue(fresh);
    }

    @ParameterizedTest
    @ValueSource(strings = {"49", "5001", "-1", "many", "99999999999"})
    void refusesANumberOfMailsOutOfRange(String number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DemoOptions.parse("--mails", number))
                .withMessage("--mails is a number from 50 to 5000, not '%s'", number);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DemoOptions.parse("--fast"))
                .withMessage("unknown option '--fast'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DemoOptions.parse("--home"))
                .withMessage("--home needs a value");
    }
}
