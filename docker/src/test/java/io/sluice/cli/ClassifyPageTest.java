package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.input.InputFormat;
import io.sluice.testkit.docs.MarkdownPage;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** {@code docs/classify.md} and the command know the same options, formats and services. */
class ClassifyPageTest {
    private final MarkdownPage page = MarkdownPage.read(Path.of("..", "docs", "classify.md"));

    @Test
    void listsEveryOptionInTheOrderOfTheHelp() {
        CommandLine command = new CommandLine(new ClassifyCommand(new Environment(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                Clock.systemUTC(),
                ZoneOffset.UTC,
                Environment.Terminal.NONE)));

        List<String> options = command.getCommandSpec().options().stream()
                .map(ClassifyPageTest::form)
                .toList();

        assertThat(page.names("Options")).isEqualTo(options);
    }

    @Test
    void listsEveryFormat() {
        assertThat(page.names("Inputs"))
                .isEqualTo(Arrays.stream(InputFormat.values())
                        .map(InputFormat::toString)
                        .toList());
    }

    @Test
    void listsEveryExitCode() {
        assertThat(page.names("Exit codes"))
                .containsExactly(
                        Integer.toString(CommandLineMain.OK),
                        Integer.toString(CommandLineMain.DIFFERENT),
                        Integer.toString(CommandLineMain.TROUBLE),
                        Integer.toString(CommandLineMain.NOTHING));
    }

    private static String form(OptionSpec option) {
        boolean flag = option.arity().max() == 0;
        return option.longestName() + (flag ? "" : " " + option.paramLabel());
    }
}
