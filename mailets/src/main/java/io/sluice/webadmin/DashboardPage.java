package io.sluice.webadmin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The dashboard in one piece: style and scripts are inside of it, and its policy allows these by their digests and no other.
 * So it needs no further request for itself, and a browser runs nothing that came from elsewhere. Immutable.
 *
 * @param html the page
 * @param policy for the header {@code Content-Security-Policy}
 * @param tag for the header {@code ETag}
 */
record DashboardPage(String html, String policy, String tag) {
    /** In the order in which they need each other. */
    private static final List<String> SCRIPTS = List.of(
            "text.js",
            "dom.js",
            "api.js",
            "charts.js",
            "history.js",
            "dialogs.js",
            "problems.js",
            "lanes.js",
            "mail.js",
            "senders.js",
            "main.js");

    private static final String CHARTS = "chart.umd.min.js";

    /** Puts it together from the resources of the jar. */
    static DashboardPage read() {
        String style = resource("page.css");
        String charts = withoutSourceMap(resource(CHARTS));
        String script = SCRIPTS.stream()
                .map(DashboardPage::resource)
                .collect(Collectors.joining("\n", "(() => {\n\"use strict\";\n", "})();\n"));
        String html = resource("page.html")
                .replace("{{style}}", style)
                .replace("{{chart}}", charts)
                .replace("{{script}}", script);
        String policy = "default-src 'none'; script-src " + digest(charts) + " " + digest(script) + "; style-src "
                + digest(style) + "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'";
        return new DashboardPage(html, policy, '"' + sha256(html).replace("=", "") + '"');
    }

    /** A browser's tools would ask for the map, which is not there. */
    private static String withoutSourceMap(String script) {
        int map = script.lastIndexOf("//# sourceMappingURL=");
        return map < 0 ? script : script.substring(0, map);
    }

    private static String digest(String text) {
        return "'sha256-" + sha256(text) + "'";
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = DashboardPage.class.getResourceAsStream("dashboard/" + name)) {
            if (in == null) {
                throw new IllegalStateException("The resource dashboard/" + name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
