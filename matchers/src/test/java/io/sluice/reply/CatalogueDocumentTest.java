package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/catalogue.md} says what the rule file says. */
class CatalogueDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "catalogue.md");

    @Test
    void isWhatTheRuleFileSays() throws IOException {
        String expected = new CatalogueDocument(RuleCatalogue.builtIn()).text();
        if (Boolean.getBoolean("sluice.docs.write")) {
            Files.writeString(DOCUMENT, expected);
        }

        assertThat(Files.readString(DOCUMENT))
                .as("docs/catalogue.md is stale; write it anew with: " + CatalogueDocument.REGENERATE)
                .isEqualTo(expected);
    }
}
