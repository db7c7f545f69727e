package io.sluice.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.sluice.posture.Posture;
import io.sluice.posture.PostureCheck;
import io.sluice.posture.PostureQuestion;
import io.sluice.posture.PostureService;
import io.sluice.posture.PostureSettings;
import io.sluice.posture.SenderSightings;
import io.sluice.posture.Sighting;
import io.sluice.posture.dns.DnsAnswer;
import io.sluice.posture.dns.DnsAnswer.Outcome;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.core.healthcheck.ResultStatus;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class PostureWatchTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z"));
    private static final InetAddress IP = InetAddresses.forString("192.0.2.7");

    private final SenderSightings sightings = new SenderSightings(CLOCK);
    private final List<PostureQuestion> asked = new ArrayList<>();
    /** In a DNS without records everything fails. */
    private final PostureCheck check = question -> {
        asked.add(question);
        return new PostureService(
                        each -> CompletableFuture.completedFuture(
                                new DnsAnswer(Outcome.NO_SUCH_NAME, List.of(), false, "", 1)),
                        PostureSettings.STANDARD,
                        CLOCK)
                .check(question);
    };

    private void send(String domain, Optional<InetAddress> source) {
        sightings.note(new Sighting(domain, Optional.of(domain), List.of(), source, Optional.empty()));
    }

    private static Result health(PostureWatch watch) {
        return Mono.from(new PostureHealthCheck(watch).check()).block();
    }

    @Test
    void isHealthyBeforeTheFirstLookAndWithoutSenders() {
        PostureWatch watch = new PostureWatch(sightings, check, List.of());

        assertThat(health(watch).getStatus()).isEqualTo(ResultStatus.HEALTHY);
        watch.look();

        assertThat(health(watch).getStatus()).isEqualTo(ResultStatus.HEALTHY);
        assertThat(asked).isEmpty();
    }

    @Test
    void isDegradedWhileASenderFailsAndSaysWhatToChange() {
        send("example.org", Optional.of(IP));
        PostureWatch watch = new PostureWatch(sightings, check, List.of());

        watch.look();

        Result result = health(watch);
        assertThat(result.getStatus()).isEqualTo(ResultStatus.DEGRADED);
        assertThat(result.getCause().orElse(""))
                .contains("example.org, spf.record: example.org has no SPF record. Publish one")
                .contains("more; GET /microsoft/diagnosis shows all.");
        assertThat(watch.latest()).extracting(Posture::question).isEqualTo(asked);
    }

    @Test
    void looksAtTheConfiguredAddressesWhereThereAreSome() {
        send("example.org", Optional.of(InetAddresses.forString("10.0.0.1")));

        new PostureWatch(sightings, check, List.of(IP)).look();

        assertThat(asked).extracting(PostureQuestion::ip).containsExactly(Optional.of(IP));
    }

    @Test
    void looksAtABoundedNumber() {
        IntStream.range(0, 100).forEach(number -> send("d" + number + ".example", Optional.empty()));
        List<InetAddress> addresses = IntStream.range(1, 100)
                .mapToObj(number -> InetAddresses.forString("192.0.2." + number))
                .toList();

        new PostureWatch(sightings, check, addresses).look();

        assertThat(asked).hasSize(PostureWatch.MOST_SENDERS * PostureWatch.MOST_ADDRESSES);
    }
}
