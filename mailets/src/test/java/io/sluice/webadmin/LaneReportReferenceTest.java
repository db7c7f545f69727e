package io.sluice.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lane.LaneEvent;
import io.sluice.testkit.docs.MarkdownPage;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneReportReferenceTest {
    @Test
    void everyFieldIsInTheReferenceAndNoOther() {
        assertThat(MarkdownPage.reference().names("Fields of a lane")).isEqualTo(fields(LaneReport.Line.class));
        assertThat(MarkdownPage.reference().names("Fields of what a lane learned"))
                .isEqualTo(fields(LaneReport.Learned.class));
    }

    @Test
    void everyFieldOfAHeldEntryIsInTheReferenceAndNoOther() {
        assertThat(MarkdownPage.reference().names("Fields of a held entry")).isEqualTo(fields(HeldReport.Line.class));
    }

    @Test
    void everyKindOfEventIsInTheReferenceAndNoOther() {
        assertThat(MarkdownPage.reference().names("Events of lanes"))
                .isEqualTo(Arrays.stream(LaneEvent.Kind.values())
                        .map(LaneEvent.Kind::token)
                        .toList());
    }

    private static List<String> fields(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }
}
