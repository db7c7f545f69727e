package io.sluice.posture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SenderSightingsTest {
    private static final Selector OURS = new Selector("s1", "example.org");
    private static final Selector ESP = new Selector("k", "esp.example");

    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final SenderSightings sightings = new SenderSightings(() -> now);

    private void send(String domain, Selector... signatures) {
        sightings.note(new Sighting(
                domain,
                Optional.of("bounces.example.org"),
                List.of(signatures),
                Optional.of(InetAddresses.forString("192.0.2.7")),
                Optional.of("mail.example.org")));
    }

    @Test
    void countsWhatIsSignedAndWhatIsAligned() {
        send("example.org");
        send("example.org", ESP);
        send("news.example.org", OURS);
        send("example.org", ESP, OURS);

        Sender sender = sightings.of("example.org").orElseThrow();

        assertThat(List.of(sender.mails(), sender.signed(), sender.aligned())).containsExactly(3L, 2L, 1L);
        assertThat(sender.selectors()).containsExactlyInAnyOrder(OURS, ESP);
        assertThat(sightings.of("news.example.org").orElseThrow().aligned()).isEqualTo(1);
    }

    @Test
    void makesTheQuestionThatIsToBeAsked() {
        send("example.org", OURS);

        PostureQuestion question =
                sightings.of("example.org").orElseThrow().question(Optional.of(InetAddresses.forString("192.0.2.7")));

        assertThat(question)
                .isEqualTo(PostureQuestion.about("example.org")
                        .envelope("bounces.example.org")
                        .from("192.0.2.7")
                        .greeting("mail.example.org")
                        .signedBy(List.of(OURS)));
    }

    @Test
    void findsASenderByTheDomainOfItsEnvelope() {
        send("example.org");

        assertThat(sightings.of("bounces.example.org").map(Sender::domain)).contains("example.org");
        assertThat(sightings.of("example.net")).isEmpty();
    }

    @Test
    void forgetsWhatIsLongAgo() {
        send("example.org");
        now = now.plus(Duration.ofHours(12));
        assertThat(sightings.of("example.org")).isPresent();
        send("example.org");
        assertThat(sightings.of("example.org").orElseThrow().mails()).isEqualTo(2);
        now = now.plus(Duration.ofHours(12));
        assertThat(sightings.of("example.org").orElseThrow().mails()).isEqualTo(1);
        now = now.plus(Duration.ofHours(12));

        assertThat(sightings.of("example.org")).isEmpty();
        assertThat(sightings.most(10)).isEmpty();
    }

    @Test
    void keepsNoMoreThanItsBounds() {
        IntStream.range(0, SenderSightings.MOST_DOMAINS + 10).forEach(number -> send("d" + number + ".example"));
        IntStream.range(0, 100).forEach(number -> send("example.org", new Selector("s" + number, "example.org")));

        assertThat(sightings.most(Integer.MAX_VALUE)).hasSize(SenderSightings.MOST_DOMAINS);
        assertThat(sightings.of("d0.example")).isEmpty();
        assertThat(sightings.of("example.org").orElseThrow().selectors()).hasSize(PostureQuestion.MOST_SELECTORS);
    }

    @Test
    void namesThoseThatSentMostFirst() {
        send("one.example");
        send("two.example");
        send("two.example");

        assertThat(sightings.most(1)).extracting(Sender::domain).containsExactly("two.example");
    }

    @Test
    void readsTheKeysOfSignatures() {
        assertThat(Sighting.signatures(List.of(
                        "v=1; a=rsa-sha256; d=Example.ORG; s=S1;\r\n\th=from:to; bh=abc=; b=def==",
                        "no signature",
                        "d=..; s=s1",
                        "d=example.org",
                        "d=example.org; s=" + "x".repeat(100_000))))
                .containsExactly(OURS);
    }

    @Test
    void tellsHowMuchIsSigned() {
        send("example.org");
        assertThat(sightings.of("example.org").orElseThrow().signing().status()).isEqualTo(FindingStatus.FAIL);
        send("example.org", OURS);
        assertThat(sightings.of("example.org").orElseThrow().signing().status()).isEqualTo(FindingStatus.WARN);
        send("example.net", new Selector("s", "example.net"));
        assertThat(sightings.of("example.net").orElseThrow().signing().status()).isEqualTo(FindingStatus.PASS);
    }
}
