package io.sluice.it.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.Configuration;
import io.sluice.testkit.james.JamesServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Base64.Encoder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a login, the page is for everybody and what it shows is not. The system is empty here. */
@EnabledIf(value = "io.sluice.it.dashboard.Browser#isInstalledOrRequired", disabledReason = "Chromium is not installed")
class DashboardLoginTest {
    private static KeyPair keys;
    private static MicrosoftWorld world;
    private static JamesServer james;
    private static Dashboard dashboard;

    @BeforeAll
    static void start() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        world = MicrosoftWorld.start();
        james = world.james().configure(DashboardLoginTest::login).start();
        dashboard = new Dashboard(james);
    }

    @AfterAll
    static void stop() {
        dashboard.close();
        james.close();
        world.close();
    }

    private static void login(Configuration configuration) {
        String pem = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getPublic().getEncoded());
        configuration
                .file("jwt_publickey", "-----BEGIN PUBLIC KEY-----\n" + pem + "\n-----END PUBLIC KEY-----\n")
                .property("webadmin.properties", "jwt.enabled", "true")
                .property("webadmin.properties", "jwt.publickeypem.url", "file://conf/jwt_publickey");
    }

    @Test
    void asksForATokenAndShowsAnEmptySystemWithIt() throws Exception {
        Browser browser = dashboard.load();
        browser.await("document.querySelector('#login').open");
        assertThat(dashboard.barriers()).isEmpty();
        browser.type("no token");
        browser.press("Enter");
        dashboard.awaitText("#login-fault", "WebAdmin does not take that token.");

        browser.type(token());
        browser.press("Enter");

        dashboard.awaitText("#state", "All is well");
        browser.await("document.querySelectorAll('canvas').length > 3");
        assertThat(browser.text("#lane-list")).contains("No lane had mail since the server started.");
        assertThat(browser.text("#flow-chart")).contains("No mail in this time.");
        assertThat(browser.text("#mail")).contains("No mail is held.", "No mail waits.");
        assertThat(browser.is("document.cookie === '' && localStorage.length === 0"))
                .isTrue();
        dashboard.keepPicture("empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/microsoft/lanes",
                "/microsoft/held",
                "/microsoft/rules",
                "/microsoft/replies/unknown",
                "/microsoft/history",
                "/microsoft/lanes/a/b/events",
                "/microsoft//lanes",
                "/microsoft/lanes/"
            })
    void givesNothingElseWithoutAToken(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(401);
    }

    @Test
    void thePageSaysWhatABrowserMayDoWithIt() throws Exception {
        HttpResponse<String> page = get("/microsoft");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    }

    private static HttpResponse<String> get(String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(james.webadmin() + path)).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private static String token() throws GeneralSecurityException {
        Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String text =
                encoder.encodeToString("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                        + encoder.encodeToString(
                                "{\"sub\":\"admin@localhost\",\"admin\":true}".getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(text.getBytes(StandardCharsets.US_ASCII));
        return text + "." + encoder.encodeToString(signature.sign());
    }
}
