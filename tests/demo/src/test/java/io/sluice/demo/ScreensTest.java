package io.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ScreensTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.US_ASCII);
    private final AtomicLong time = new AtomicLong();

    @Test
    void writesTheNextTableOverTheLastOneOnATerminal() {
        Screen screen = new LiveScreen(out, 80);

        screen.show(List.of("one", "two"));
        screen.show(List.of("three"));

        assertThat(printed()).isEqualTo("one\ntwo\n\u001b[2A\r\u001b[Jthree\n");
    }

    @Test
    void keepsTheTableBelowWhatIsSaidOnATerminal() {
        Screen screen = new LiveScreen(out, 80);
        screen.show(List.of("table"));

        screen.say("news");

        assertThat(printed()).isEqualTo("table\n\u001b[1A\r\u001b[Jnews\ntable\n");
    }

    @Test
    void neverWrapsALineOfTheTable() {
        new LiveScreen(out, 40).show(List.of("x".repeat(200)));

        assertThat(printed()).isEqualTo("x".repeat(36) + "...\n");
    }

    @Test
    void printsTheTableEveryFiveSecondsWhereThereIsNoTerminal() {
        Screen screen = new PlainScreen(out, time::get);

        screen.show(List.of("first"));
        time.set(TimeUnit.SECONDS.toNanos(4));
        screen.show(List.of("too early"));
        time.set(TimeUnit.SECONDS.toNanos(5));
        screen.show(List.of("second"));

        assertThat(printed()).isEqualTo("first\nsecond\n");
    }

    @Test
    void printsTheLastTableInTheEnd() {
        Screen screen = new PlainScreen(out, time::get);
        screen.show(List.of("first"));
        screen.show(List.of("last"));

        screen.finish();

        assertThat(printed()).isEqualTo("first\nlast\n");
    }

    @Test
    void makesControlCharactersFromOutsideHarmless() {
        String hostile = "451 \u001b]0;title\u0007 \u009b2J\r\nnext \u202e";

        new PlainScreen(out, time::get).say(hostile);
        new LiveScreen(out, 80).show(List.of(hostile));

        String harmless = "451 ?]0;title? ?2J  next ?\n";
        assertThat(printed()).isEqualTo(harmless + harmless);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.US_ASCII).replace(System.lineSeparator(), "\n");
    }
}
