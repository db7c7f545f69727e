package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.Test;

class StartFailureTest {
    @Test
    void endsWithTheReasonItself() {
        Exception failure =
                new IllegalStateException("cannot start", new ConfigurationException("<bind>x</bind> is no address"));

        assertThat(StartFailure.describe(failure).lines())
                .containsExactly(
                        "Sluice did not start:",
                        "  IllegalStateException: cannot start",
                        "  ConfigurationException: <bind>x</bind> is no address");
    }

    @Test
    void takesTheFirstLineOfALongMessage() {
        Exception failure = new IOException("\n\nno space left\nand much more");

        assertThat(StartFailure.describe(failure).lines()).last().isEqualTo("  IOException: no space left");
    }

    @Test
    void cutsAnEndlessLine() {
        Exception failure = new IOException("x".repeat(1_000_000));

        assertThat(StartFailure.describe(failure)).hasSizeLessThan(2_000);
    }

    @Test
    void namesAnExceptionWithoutMessage() {
        assertThat(StartFailure.describe(new NullPointerException())).endsWith("NullPointerException");
    }
}
