package io.sluice.it.dashboard;

import io.sluice.testkit.james.JamesServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** The dashboard of a server in a browser of its own. For one thread. */
final class Dashboard implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final JamesServer james;
    private final Browser browser = Browser.start();

    Dashboard(JamesServer james) {
        this.james = james;
    }

    Browser browser() {
        return browser;
    }

    /** Opens the page anew and waits until it shows how things are. */
    Browser open() {
        load();
        browser.await("document.body?.dataset.ready === 'yes'");
        return browser;
    }

    /** Opens the page anew. */
    Browser load() {
        browser.open(james.webadmin().resolve("/microsoft"));
        browser.await("document.title === 'Mail to Microsoft'");
        return browser;
    }

    /** Waits until some text is there to be seen. */
    void awaitText(String selector, String text) {
        Awaitility.await(text + " in " + selector)
                .atMost(PATIENCE)
                .until(() -> browser.text(selector), shown -> shown.contains(text));
    }

    /** Requests that left the server of the page. */
    List<URI> requestsElsewhere() {
        return browser.requests().stream()
                .filter(each -> !each.toString().startsWith(james.webadmin() + "/"))
                .toList();
    }

    /** What axe-core finds that is serious or critical. */
    String barriers() {
        int before = browser.complaints().size();
        browser.evaluate(axe() + "; undefined");
        String found = browser.evaluate(
                        """
                        axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations
                            .filter((each) => ['serious', 'critical'].includes(each.impact))
                            .map((each) => each.id + ': ' + each.nodes.map((node) => node.html.slice(0, 200)
                                + ' ' + node.any.map((check) => check.message).join(' ')).slice(0, 5).join(' | '))
                            .join('\\n'))
                        """)
                .asText();
        browser.forgetComplaintsAfter(before); // of axe-core itself: it looks at icons in a slow way
        return found;
    }

    /** By how many pixels the page is wider than the window. */
    int overflow() {
        return browser.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                .asInt();
    }

    /** Keeps a picture where the system property says, for people; without it nothing is kept. */
    void keepPicture(String name) {
        String directory = System.getProperty("sluice.dashboard.pictures", "");
        if (!directory.isEmpty()) {
            try {
                Files.write(Path.of(directory, name + ".png"), browser.picture());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String axe() {
        String version = System.getProperty("sluice.axe.version");
        String resource = "/META-INF/resources/webjars/axe-core/" + version + "/axe.min.js";
        try (var in = Dashboard.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("There is no " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        browser.close();
    }
}
