package io.sluice.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DashboardPageTest {
    private static final Pattern INSIDE = Pattern.compile("<(script|style)>(.*?)</\\1>", Pattern.DOTALL);

    private final DashboardPage page = DashboardPage.read();

    @Test
    void isInOnePiece() {
        assertThat(page.html())
                .startsWith("<!DOCTYPE html>")
                .contains("Chart.js v")
                .doesNotContain("{{", "sourceMappingURL")
                .doesNotContainPattern("<(script|link|img|iframe)[^>]+(src|href)=\"(?!data:)");
    }

    @Test
    void theBrowserRunsWhatIsInsideAndNothingElse() throws Exception {
        List<String> digests = new ArrayList<>();
        Matcher inside = INSIDE.matcher(page.html());
        while (inside.find()) {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(inside.group(2).getBytes(StandardCharsets.UTF_8));
            digests.add("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
        }

        assertThat(digests).hasSize(3).allSatisfy(digest -> assertThat(page.policy())
                .contains(digest));
        assertThat(page.policy())
                .startsWith("default-src 'none'; ")
                .contains("connect-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http");
        assertThat(page.html()).doesNotContainPattern("<[a-z][^>]* (on[a-z]+|style)=");
    }

    @Test
    void textNeverBecomesMarkup() {
        int own = page.html().lastIndexOf("<script>");
        assertThat(page.html().substring(own))
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "eval(");
    }

    @Test
    void aBrowserKeepsThePageUntilItChanges() {
        assertThat(page.tag())
                .matches("\"[A-Za-z0-9+/]{43}\"")
                .isEqualTo(DashboardPage.read().tag());
    }
}
