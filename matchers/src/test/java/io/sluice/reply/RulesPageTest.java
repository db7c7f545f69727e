package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.testkit.docs.MarkdownPage;
import io.sluice.testkit.docs.MarkdownPage.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/rules.md} and the sample file say about the format, against what the reader says. */
class RulesPageTest {
    private static final Path PAGE = Path.of("..", "docs", "rules.md");
    private static final Path SAMPLE = Path.of("..", "james-conf", "microsoft-replies.xml");
    private static final Pattern EXAMPLE = Pattern.compile("```xml\n(?<xml>.*?)```", Pattern.DOTALL);
    private static final Pattern ALLOWED = Pattern.compile("(?:allowed are|is not one of) \\[(?<names>[^]]*)]");
    private static final RuleCatalogue BUILT_IN = RuleCatalogue.builtIn();

    /** A file with every element. */
    private static final String ALL =
            """
            <replies>
              <retry class="outage" floor="1 minute" cap="2 hours"/>
              <mark>.contoso.example</mark>
              <disable rule="too-large"/>
              <rule id="all">
                <match code="451"><words>busy</words><pattern>busy$</pattern></match>
                <verdict class="outage" scope="tenant" remedy="wait" earliest="10 minutes"/>
                <advice>Wait.</advice>
                <source verified="seen">A log</source>
                <example>451 4.7.1 Busy</example>
              </rule>
            </replies>
            """;

    @Test
    void theExamplesOfThePageLoad() {
        List<String> examples = EXAMPLE.matcher(read(PAGE))
                .results()
                .map(MatchResult::group)
                .map(block -> block.replaceAll("^```xml\n|```$", ""))
                .toList();

        assertThat(examples).hasSize(2).allSatisfy(RulesPageTest::load);
        assertThat(load(examples.get(0)).changes().added()).containsExactly("contoso-maintenance");
        assertThat(load(examples.get(1)).changes().replaced()).containsExactly("recipient-mailbox-full");
    }

    @Test
    void theReplyOfThePageIsReadByTheRuleOfThePage() {
        Matcher first = EXAMPLE.matcher(read(PAGE));
        assertThat(first.find()).isTrue();
        String reply = read(PAGE)
                .lines()
                .filter(line -> line.startsWith("451 "))
                .findFirst()
                .orElseThrow();

        assertThat(load(first.group("xml"))
                        .firstMatch(
                                SmtpReply.of(reply, SmtpStage.RCPT, RemoteHost.NONE), Optional.of(Service.BUSINESS)))
                .map(Rule::id)
                .contains("contoso-maintenance");
    }

    @Test
    void theSampleChangesNothing() {
        assertThat(load(read(SAMPLE)).changes()).isEqualTo(RuleChanges.NONE);
    }

    @Test
    void whatTheSampleShowsInAnExampleLoads() {
        String shown = read(SAMPLE)
                .replace("<!-- Take what you need out of this comment.", "")
                .replaceAll("\n {2}(A|It is) [^<]*:\n", "\n")
                .replaceAll("\n {2}A rule of your own\\.[^<]*", "\n")
                .replace("  -->\n</replies>", "</replies>");

        RuleChanges changes = load(shown).changes();

        assertThat(changes.added()).containsExactly("contoso-maintenance");
        assertThat(changes.disabled()).containsExactly("journaling-off");
        assertThat(changes.retries()).containsExactly(DeferralClass.OUTAGE);
        assertThat(changes.marks()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"retry", "disable", "rule", "match", "verdict", "advice", "source", "example"})
    void theAttributesOfAnElementAreOnThePageAndNoOther(String element) {
        String fault = fault(ALL.replaceFirst("<" + element + "\\b", "<" + element + " zzz='1'"));

        assertThat(MarkdownPage.read(PAGE).names(element)).containsExactlyInAnyOrderElementsOf(allowed(fault));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"replies", "mark", "words", "pattern"})
    void theOtherElementsHaveNoAttributes(String element) {
        String fault = fault(ALL.replaceFirst("<" + element + "\\b", "<" + element + " zzz='1'"));

        assertThat(fault).endsWith("has the unknown attribute zzz; allowed are []");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"replies", "rule", "match"})
    void theElementsOfAnElementAreOnThePageAndNoOther(String element) {
        String fault = fault(ALL.replaceFirst("(<" + element + "\\b[^>]*>)", "$1<zzz/>"));

        Set<String> onPage = MarkdownPage.read(PAGE).table("Elements").stream()
                .filter(row -> row.cell("In").equals("`" + element + "`"))
                .map(Row::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(onPage).isEqualTo(allowed(fault));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void theValuesOfAnAttributeAreOnThePageAndNoOther(String element, String attribute) {
        String without = ALL.replaceFirst("(<" + element + "\\b[^>]*) " + attribute + "=\"[^\"]*\"", "$1");
        String fault = fault(without.replaceFirst("<" + element + "\\b", "<" + element + " " + attribute + "='zzz'"));

        Row row = MarkdownPage.read(PAGE).table(element).stream()
                .filter(each -> each.name().equals(attribute))
                .findFirst()
                .orElseThrow();
        assertThat(new TreeSet<>(row.codes("Value"))).isEqualTo(allowed(fault));
    }

    static Stream<Arguments> theValuesOfAnAttributeAreOnThePageAndNoOther() {
        return Stream.of(
                Arguments.of("retry", "class"),
                Arguments.of("match", "origin"),
                Arguments.of("match", "no-reply"),
                Arguments.of("match", "stage"),
                Arguments.of("match", "service"),
                Arguments.of("verdict", "scope"),
                Arguments.of("verdict", "remedy"),
                Arguments.of("source", "verified"));
    }

    private static String fault(String file) {
        RuleFileException fault = catchThrowableOfType(RuleFileException.class, () -> load(file));
        assertThat(fault).as("no fault in %s", file).isNotNull();
        return fault.getMessage();
    }

    private static Set<String> allowed(String fault) {
        Matcher names = ALLOWED.matcher(fault);
        assertThat(names.find()).as(fault).isTrue();
        return new TreeSet<>(Arrays.asList(names.group("names").split(", ", -1)));
    }

    private static RuleCatalogue load(String file) {
        try {
            return BUILT_IN.extendedBy("rules.xml", new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
