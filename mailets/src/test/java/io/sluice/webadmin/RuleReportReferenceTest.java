package io.sluice.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.docs.MarkdownPage;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleReportReferenceTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void everyFieldIsInTheReferenceAndNoOther(String heading, Class<? extends Record> type) {
        List<String> fields = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();

        assertThat(MarkdownPage.reference().names(heading)).isEqualTo(fields);
    }

    static Stream<Arguments> everyFieldIsInTheReferenceAndNoOther() {
        return Stream.of(
                Arguments.of("Fields of the rules", RuleReport.Rules.class),
                Arguments.of("Fields of a fault", RuleReport.Fault.class),
                Arguments.of("Fields of a rule", RuleReport.Line.class),
                Arguments.of("Fields of an example", RuleReport.Example.class));
    }
}
