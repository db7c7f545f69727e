package io.sluice.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.docs.MarkdownPage;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LaneReportReferenceTest {
    @Test
    void everyFieldIsInTheReferenceAndNoOther() {
        assertThat(MarkdownPage.reference().names("Fields of a lane"))
                .isEqualTo(Arrays.stream(LaneReport.Line.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }
}
