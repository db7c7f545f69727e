package io.sluice.mailets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.sluice.delivery.DeliverySettings;
import io.sluice.testkit.docs.MarkdownPage;
import io.sluice.testkit.docs.MarkdownPage.Row;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/reference.md} says about the parameters of {@link MicrosoftRemoteDelivery}. */
class ParametersReferenceTest {
    private static final MarkdownPage REFERENCE = MarkdownPage.reference();
    private static final List<Row> PARAMETERS = REFERENCE.table("Parameters");
    private static final Pattern RANGE = Pattern.compile("number, (\\d+) to (\\d+)");

    static Stream<Arguments> defaults() {
        return PARAMETERS.stream()
                .filter(row -> row.code("Default").isPresent())
                .map(row -> Arguments.of(row.name(), row.code("Default").orElseThrow()));
    }

    static Stream<Arguments> ranges() {
        return PARAMETERS.stream()
                .filter(row -> row.cell("Value").startsWith("number"))
                .map(row -> {
                    Matcher range = RANGE.matcher(row.cell("Value"));
                    assertThat(range.matches()).as(row.name()).isTrue();
                    return Arguments.of(row.name(), Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)));
                });
    }

    static Stream<Arguments> choices() {
        return PARAMETERS.stream()
                .filter(row -> row.cell("Value").startsWith("`"))
                .map(row -> Arguments.of(row.name(), row.codes("Value")));
    }

    @Test
    void everyParameterIsInTheReferenceAndNoOther() {
        assertThat(PARAMETERS).extracting(Row::name).isEqualTo(DeliveryParameters.NAMES);
    }

    @Test
    void everyParameterOfSendDsnIsInTheReferenceAndNoOther() {
        assertThat(REFERENCE.names("Parameters of SendDsn")).isEqualTo(SendDsn.NAMES);
    }

    @Test
    void everyPrefixIsInTheReferenceAndNoOther() {
        assertThat(REFERENCE.names("Parameters with many names")).isEqualTo(DeliveryParameters.PREFIXES);
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void sayingTheDefaultChangesNothing(String parameter, String value) {
        assertThat(read(Map.of(parameter, value))).isEqualTo(read(Map.of()));
    }

    @ParameterizedTest
    @MethodSource("ranges")
    void numbersHaveTheStatedBounds(String parameter, int least, int most) {
        assertThatNoException().isThrownBy(() -> read(given(parameter, least)));
        assertThatNoException().isThrownBy(() -> read(given(parameter, most)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(given(parameter, least - 1)))
                .withMessageContaining("<" + parameter + ">")
                .withMessageContaining(least + " to " + most);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(given(parameter, most + 1)))
                .withMessageContaining("<" + parameter + ">");
    }

    @ParameterizedTest
    @MethodSource("choices")
    void choicesAreTheStatedOnes(String parameter, List<String> values) {
        values.forEach(value -> assertThatNoException().as(value).isThrownBy(() -> read(Map.of(parameter, value))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of(parameter, "perhaps")))
                .withMessageContaining("<" + parameter + "> is \"perhaps\"")
                .withMessageContaining(values.get(0));
    }

    private static Map<String, String> given(String parameter, int value) {
        return Map.of(parameter, String.valueOf(value), "delayTime", "1 minute");
    }

    private static DeliverySettings read(Map<String, String> given) {
        FakeMailetConfig.Builder config = FakeMailetConfig.builder();
        given.forEach(config::setProperty);
        return new DeliveryParameters(config.build(), "mail.example.org").read();
    }
}
