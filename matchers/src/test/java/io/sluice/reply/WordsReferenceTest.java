package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.docs.MarkdownPage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/reference.md} explains the words of a verdict, all of them and no others. */
class WordsReferenceTest {
    private final MarkdownPage reference = MarkdownPage.reference();

    @Test
    void explainsEveryDeferralClass() {
        assertThat(reference.names("Deferral classes")).isEqualTo(tokens(DeferralClass.values()));
    }

    @Test
    void statesTheBoundsOfEachClassAsTheRuleFileDoes() {
        Map<String, String> stated = reference.table("Deferral classes").stream()
                .collect(Collectors.toMap(
                        MarkdownPage.Row::name, row -> row.cell("Shortest wait") + " to " + row.cell("Longest wait")));

        RuleCatalogue.builtIn().retryBounds().forEach((type, bounds) -> assertThat(stated)
                .containsEntry(
                        type.token(),
                        CatalogueDocument.wait(bounds.floor()) + " to " + CatalogueDocument.wait(bounds.cap())));
    }

    @Test
    void explainsEveryScope() {
        assertThat(reference.names("Scopes"))
                .isEqualTo(Arrays.stream(Scope.values()).map(Scope::token).toList());
    }

    @Test
    void explainsEveryRemedy() {
        assertThat(reference.names("Remedies"))
                .isEqualTo(Arrays.stream(Remedy.values()).map(Remedy::token).toList());
    }

    private static List<String> tokens(DeferralClass... classes) {
        return Arrays.stream(classes).map(DeferralClass::token).toList();
    }
}
