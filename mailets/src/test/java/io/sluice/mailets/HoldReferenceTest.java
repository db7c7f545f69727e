package io.sluice.mailets;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.docs.MarkdownPage;
import org.junit.jupiter.api.Test;

/** What {@code docs/reference.md} says about the parameters of {@link Hold} and {@link Release}. */
class HoldReferenceTest {
    private static final MarkdownPage REFERENCE = MarkdownPage.reference();

    @Test
    void everyParameterOfHoldIsInTheReferenceAndNoOther() {
        assertThat(REFERENCE.names("Parameters of Hold")).isEqualTo(Hold.NAMES);
    }

    @Test
    void everyParameterOfReleaseIsInTheReferenceAndNoOther() {
        assertThat(REFERENCE.names("Parameters of Release")).isEqualTo(Release.NAMES);
    }
}
