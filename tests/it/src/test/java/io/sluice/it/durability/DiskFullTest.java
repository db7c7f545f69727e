package io.sluice.it.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Stage;
import io.sluice.testkit.smtp.Stall;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The outbox has no more room: its file is as large as {@code outbox.maximum-size} allows, as on a full disk. */
class DiskFullTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int LARGE = 300_000;

    private final MicrosoftWorld world = MicrosoftWorld.start();
    private final JamesServer james = world.james()
            .withFastLanes()
            .sluice("outbox.maximum-size", "1 MiB")
            .mailet("MicrosoftRemoteDelivery", "storePatience", "2 sec")
            // As where nobody added the handler: see BackPressureTest for what happens with it.
            .configure(configuration -> configuration.edit(
                    "smtpserver.xml",
                    xml -> xml.replaceAll(
                            "(?s)<handler class=\"io\\.sluice\\.smtp\\.BackPressure\">.*?</handler>", "")))
            .start();

    @AfterEach
    void stop() {
        james.close();
        world.close();
    }

    @Test
    void losesAndDoublesNothingWhileThereIsNoRoom() throws IOException, InterruptedException {
        Stall stall = world.consumer().smtp().when(Stage.END_OF_DATA).stalls();
        List<ProbeMail> mails = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            mails.add(ProbeMail.to("large-" + i + "@hotmail.com").sized(LARGE));
        }
        james.submit(mails, 4).complete();
        await("mail that found no room is kept by James").atMost(SOON).until(() -> inErrorRepository() >= 4);

        stall.release();
        await("each mail has arrived or is kept by James")
                .atMost(SOON)
                .until(() -> world.consumer().ledger().accepted().size() + inErrorRepository() == mails.size());
        int kept = inErrorRepository();
        reprocessErrors();

        long freed = System.nanoTime();
        Map<?, Integer> deliveries = world.awaitDelivered(mails, SOON);
        Faults.seen(world, mails, Duration.ofNanos(System.nanoTime() - freed))
                .note(
                        "Disk full under the outbox, no back pressure",
                        kept + " mails were brought back from James's error"
                                + " repository, by hand as the operations guide says");
        assertThat(kept).isBetween(4, 7);
        assertThat(deliveries).hasSize(mails.size());
        assertThat(Probes.duplicates(world.deliveries())).as("duplicates").isZero();
        assertThat(james.logs()).contains("The outbox cannot store mail");
    }

    private int inErrorRepository() {
        Path repository = james.home().resolve("var/mail/error");
        if (!Files.isDirectory(repository)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(repository)) {
            return (int) files.filter(file -> file.toString().endsWith("FileObjectStore"))
                    .count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What an operator does after making room. */
    private void reprocessErrors() throws IOException, InterruptedException {
        URI uri = URI.create(
                james.webadmin() + "/mailRepositories/var%2Fmail%2Ferror/mails?action=reprocess&processor=root");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .method("PATCH", HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }
}
