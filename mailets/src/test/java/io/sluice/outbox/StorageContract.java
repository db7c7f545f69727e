package io.sluice.outbox;

import static io.sluice.outbox.Mails.EXPIRY;
import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every outbox keeps of a message and its entries. Its clock stands at {@link Mails#NOW}. */
public interface StorageContract extends OutboxVerbs {
    @Test
    default void keepsWhatTheEntriesOfAMessageShare() throws IOException {
        byte[] body = "Subject: x\r\n\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII);
        Map<String, String> attributes = Map.of("a", "1", "odd \u0000 \ud800 \ud83d\ude00", "\"\\\r\n");
        NewMessage message =
                new NewMessage("mail-1", Optional.of("sender@example.com"), attributes, out -> out.write(body));

        long id = messageOf(outbox().store(message, List.of(entry())).get(0));

        assertThat(outbox().message(id))
                .contains(new StoredMessage(
                        id, "mail-1", Optional.of("sender@example.com"), attributes, body.length, false, NOW));
        assertThat(bodyOf(id)).isEqualTo(body);
    }

    @Test
    default void keepsTheNullSender() {
        NewMessage message = new NewMessage("bounce", Optional.empty(), Map.of(), out -> {});

        long id = messageOf(outbox().store(message, List.of(entry())).get(0));

        assertThat(outbox().message(id).orElseThrow().sender()).isEmpty();
    }

    @Test
    default void keepsEveryFieldOfAnEntry() {
        Instant due = NOW.plusMillis(123_456);
        NewEntry given = new NewEntry(
                "part",
                "lane",
                "contoso.com",
                "contoso-com.mail",
                "example.com",
                List.of("b@contoso.com", "a@contoso.com"),
                7,
                due,
                EXPIRY);

        long id = outbox().store(message("m"), List.of(given)).get(0);

        assertThat(outbox().entry(id))
                .contains(new Entry(
                        id,
                        messageOf(id),
                        "part",
                        "lane",
                        "contoso.com",
                        "contoso-com.mail",
                        "example.com",
                        List.of(Recipient.of("b@contoso.com"), Recipient.of("a@contoso.com")),
                        7,
                        0,
                        NOW,
                        due,
                        EXPIRY,
                        Optional.empty()));
    }

    @Test
    default void returnsTheIdsInTheOrderOfTheEntriesAndSharesTheMessage() {
        List<Long> ids = outbox().store(message("m"), List.of(entry("a@x"), entry("b@x"), entry("c@x")));

        assertThat(ids.stream().map(id -> addresses(outbox().entry(id).orElseThrow())))
                .containsExactly(List.of("a@x"), List.of("b@x"), List.of("c@x"));
        assertThat(ids.stream().map(this::messageOf).distinct()).hasSize(1);
    }

    @Test
    default void noticesABodyWithEightBits() {
        long seven = messageOf(
                outbox().store(message("7", new byte[] {127}), List.of(entry())).get(0));
        long eight = messageOf(outbox().store(message("8", new byte[] {1, -128}), List.of(entry()))
                .get(0));

        assertThat(outbox().message(seven).orElseThrow().eightBit()).isFalse();
        assertThat(outbox().message(eight).orElseThrow().eightBit()).isTrue();
    }

    @Test
    default void keepsAnEmptyBody() throws IOException {
        long id = messageOf(
                outbox().store(message("m", new byte[0]), List.of(entry())).get(0));

        assertThat(bodyOf(id)).isEmpty();
        assertThat(outbox().message(id).orElseThrow().size()).isZero();
    }

    @Test
    default void keepsALargeBody() throws IOException {
        byte[] body = new byte[3 * 1024 * 1024 + 1];
        new Random(1).nextBytes(body);

        long id = messageOf(outbox().store(message("m", body), List.of(entry())).get(0));

        assertThat(bodyOf(id)).isEqualTo(body);
        assertThat(outbox().message(id).orElseThrow().size()).isEqualTo(body.length);
    }

    @Test
    default void takesABodyThatIsWrittenByteByByte() throws IOException {
        byte[] body = new byte[300_000];
        new Random(2).nextBytes(body);
        NewMessage message = new NewMessage("m", Optional.empty(), Map.of(), out -> {
            for (byte b : body) {
                out.write(b);
            }
        });

        long id = messageOf(outbox().store(message, List.of(entry())).get(0));

        assertThat(bodyOf(id)).isEqualTo(body);
    }

    @Test
    default void storesNothingOfAMailWhoseBodyFails() {
        NewMessage failing = new NewMessage("m", Optional.empty(), Map.of(), out -> {
            out.write(new byte[2_500_000]);
            throw new IOException("the disk it came from is gone");
        });

        assertThatThrownBy(() -> outbox().store(failing, List.of(entry())))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("the disk it came from is gone");

        assertThat(outbox().size()).isZero();
        assertThat(outbox().lanes(OUTGOING)).isEmpty();
    }

    @Test
    default void countsAnAddressThatIsNamedTwiceOnce() {
        long id = outbox().store(message("m"), List.of(entry("a@x", "b@x", "a@x")))
                .get(0);

        assertThat(addresses(outbox().entry(id).orElseThrow())).containsExactly("a@x", "b@x");
    }

    @Test
    default void refusesAMessageWithoutEntries() {
        assertThatThrownBy(() -> outbox().store(message("m"), List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void storesOthersWhileABodyIsSlow() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        NewMessage slow = new NewMessage("slow", Optional.empty(), Map.of(), out -> {
            out.write(new byte[2_500_000]);
            started.countDown();
            await(goOn);
            out.write(new byte[100]);
        });
        CompletableFuture<List<Long>> slowIds =
                CompletableFuture.supplyAsync(() -> outbox().store(slow, List.of(entry("slow@x"))));
        await(started);

        outbox().store(message("fast"), List.of(entry("fast@x")));

        assertThat(outbox().lease(OUTGOING, LANE, NOW, 10, LEASE_END).stream().map(StorageContract::addresses))
                .containsExactly(List.of("fast@x"));
        goOn.countDown();
        long id = messageOf(slowIds.get(30, TimeUnit.SECONDS).get(0));
        assertThat(outbox().message(id).orElseThrow().size()).isEqualTo(2_500_100);
    }

    @Test
    default void storesForAnInterruptedThreadAndLeavesItInterrupted() {
        Thread.currentThread().interrupt();

        List<Long> ids = outbox().store(message("m"), List.of(entry()));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(outbox().entry(ids.get(0))).isPresent();
    }

    private static List<String> addresses(Entry entry) {
        return entry.recipients().stream().map(Recipient::address).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
