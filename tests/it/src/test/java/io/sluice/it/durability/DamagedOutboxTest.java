package io.sluice.it.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Stage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bytes of the outbox's file are not what was written. What they belong to is set aside and reported; the rest leaves. */
class DamagedOutboxTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int MAILS = 60;
    private static final int PAGE = 4096;
    /** Of entries whose mail has not left: of the others only the entry is left over. */
    private static final Pattern ASIDE =
            Pattern.compile("Entry (\\d+) of the outbox \\S+ is (set aside|.*passed over)(?!.*; its mail has left)");

    private final MicrosoftWorld world = MicrosoftWorld.start();
    private final JamesServer james = world.james()
            .withFastLanes()
            .mailet("MicrosoftRemoteDelivery", "retry.mailbox-unavailable", "20 sec to 21 sec")
            .start();
    private final List<ProbeMail> mails = Probes.many(MAILS, number -> "full-" + number + "@hotmail.com").stream()
            // Over several pages: SQLite notices a page that is not the one that it looks for, not other content of a
            // last one.
            .map(mail -> mail.sized(20_000))
            .toList();

    @AfterEach
    void stop() {
        james.close();
        world.close();
    }

    @Test
    void setsAsideTheMailOnADamagedPageAndDeliversTheRest() throws IOException {
        Path file = stopWithWaitingMail();
        long at = find(file, mails.get(MAILS / 2).id());
        byte[] garbage = new byte[PAGE];
        Arrays.fill(garbage, (byte) 0x5a);
        overwrite(file, at / PAGE * PAGE, garbage);

        deliversAllButSome("A page of the outbox overwritten", 1, 12);
    }

    @Test
    void setsAsideAnEntryThatCannotBeUnderstoodAndDeliversTheRest() throws IOException {
        Path file = stopWithWaitingMail();
        Matcher names = Pattern.compile("Mail (Mail\\S+) deferred").matcher(james.logs());
        assertThat(names.find()).isTrue();
        String bytes = text(file);
        // Wherever the file has the row of this mail, or had it before pages were divided: its attributes begin so. In
        // an
        // index the next name follows.
        for (int at = bytes.indexOf(names.group(1)); at >= 0; at = bytes.indexOf(names.group(1), at + 1)) {
            int attributes = bytes.indexOf("remote-address\":", at) - "{\"\\u0001".length();
            int nextName = bytes.indexOf("Mail1", at + 1);
            if (attributes > 0 && (nextName < 0 || nextName > attributes)) {
                overwrite(file, attributes, "#garbage#".getBytes(StandardCharsets.US_ASCII));
            }
        }

        deliversAllButSome("An entry of the outbox overwritten", 1, 1);
    }

    private Path stopWithWaitingMail() {
        world.consumer()
                .smtp()
                .when(Stage.RCPT)
                .where(c -> c.recipient().startsWith("full"))
                .first(1)
                .each(c -> c.recipient())
                .answers("452 4.2.2 Mailbox full");
        james.submit(mails, 4).complete();
        world.consumer().ledger().awaitRefusals(MAILS, SOON);
        james.stop();
        return james.home().resolve("var/outbox/outbox.db");
    }

    private void deliversAllButSome(String fault, long least, long most) {
        long begin = System.nanoTime();
        james.start();
        await("all mail is delivered or set aside").atMost(SOON).until(() -> arrived() + aside() == MAILS);

        long aside = aside();
        Faults faults = Faults.seen(world, mails, Duration.ofNanos(System.nanoTime() - begin))
                .note(
                        fault,
                        aside
                                + " of them set aside and reported in the log; the time includes the start and 20 s that the"
                                + " mail had to wait");
        assertThat(aside).isBetween(least, most);
        assertThat(faults.delivered()).isEqualTo((int) (MAILS - aside));
        assertThat(faults.duplicates()).isZero();
    }

    private int arrived() {
        return Faults.seen(world, mails, Duration.ZERO).delivered();
    }

    private long aside() {
        return ASIDE.matcher(james.logs())
                .results()
                .map(result -> result.group(1))
                .distinct()
                .count();
    }

    private static long find(Path file, String text) throws IOException {
        int at = text(file).indexOf(text);
        assertThat(at).as("\"%s\" is in the file", text).isPositive();
        return at;
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    private static void overwrite(Path file, long at, byte[] bytes) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            open.write(bytes);
        }
    }
}
