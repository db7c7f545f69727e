package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.outbox.Entry;
import io.sluice.outbox.HoldTerms;
import io.sluice.outbox.NewMessage;
import io.sluice.outbox.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an outbox knows of mail that James's spool hands over a second time, after a crash and otherwise. */
interface ReceiptContract {
    /** An empty outbox at the start of each test; whoever makes it closes it. */
    SqlOutbox outbox();

    /** The outbox of a server that started after all servers so far were killed. */
    SqlOutbox afterCrash();

    /** The outbox of a server that started after the last one was stopped in order. */
    SqlOutbox afterStop();

    /** The clock goes on. */
    void pass(Duration time);

    @Test
    default void knowsMailThatWasStoredBeforeACrash() {
        outbox().store(message("m"), List.of(entry("a@x"), entry("b@x")));

        assertThat(afterCrash().takenBefore("m", List.of("a@x", "b@x"))).containsExactlyInAnyOrder("a@x", "b@x");
    }

    @Test
    default void knowsMailByItsIdentityAndNotByItsName() {
        outbox().store(
                        new NewMessage("name", Optional.empty(), Map.of(), "identity", out -> {}),
                        List.of(entry("a@x")));

        SqlOutbox later = afterCrash();
        assertThat(later.takenBefore("name", List.of("a@x"))).isEmpty();
        assertThat(later.takenBefore("identity", List.of("a@x"))).containsExactly("a@x");
    }

    @Test
    default void knowsALargeMail() {
        outbox().store(message("m", new byte[3_000_000]), List.of(entry("a@x")));

        assertThat(afterCrash().takenBefore("m", List.of("a@x"))).containsExactly("a@x");
    }

    @Test
    default void knowsMailWhateverBecameOfIt() {
        outbox().store(message("delivered"), List.of(entry("a@x")));
        Entry leased = outbox().lease(OUTGOING, LANE, NOW, 1, LEASE_END).get(0);
        outbox().settle(new Settlement(leased.id(), Set.of("a@x"), List.of())).join();
        outbox().store(message("held"), List.of(entry("a@x").held(new HoldTerms("night", Optional.empty()))));
        long withdrawn =
                outbox().store(message("withdrawn"), List.of(entry("a@x"))).get(0);
        outbox().withdraw(withdrawn);

        SqlOutbox later = afterCrash();
        assertThat(Stream.of("delivered", "held", "withdrawn").map(mail -> later.takenBefore(mail, List.of("a@x"))))
                .containsOnly(Set.of("a@x"));
    }

    @Test
    default void knowsNothingOfMailThatWasNotStored() {
        outbox().store(message("m"), List.of(entry("a@x")));

        SqlOutbox later = afterCrash();
        assertThat(later.takenBefore("other", List.of("a@x"))).isEmpty();
        assertThat(later.takenBefore("m", List.of("b@x"))).isEmpty();
    }

    @Test
    default void tellsOnlyThoseRecipientsThatItTook() {
        outbox().store(message("m"), List.of(entry("a@x"), entry("b@x")));

        SqlOutbox later = afterCrash();
        assertThat(later.takenBefore("m", List.of("b@x", "c@x"))).containsExactly("b@x");
        assertThat(later.takenBefore("m", List.of("a@x"))).containsExactly("a@x");
    }

    @Test
    default void doesNotKnowMailOfItsOwnRun() {
        outbox().store(message("m"), List.of(entry("a@x")));

        assertThat(outbox().takenBefore("m", List.of("a@x"))).isEmpty();
    }

    @Test
    default void doesNotKnowMailAfterAStopInOrder() {
        outbox().store(message("m"), List.of(entry("a@x")));

        assertThat(afterStop().takenBefore("m", List.of("a@x"))).isEmpty();
    }

    @Test
    default void tellsEachTimeThatItWasTakenOnce() {
        outbox().store(message("m"), List.of(entry("a@x")));
        outbox().store(message("m"), List.of(entry("a@x")));

        SqlOutbox later = afterCrash();
        assertThat(Stream.of(1, 2, 3)
                        .map(time -> later.takenBefore("m", List.of("a@x")).size()))
                .containsExactly(1, 1, 0);
    }

    @Test
    default void tellsItOnceWhoeverAsksAtTheSameTime() {
        outbox().store(message("m"), List.of(entry("a@x")));

        SqlOutbox later = afterCrash();
        List<CompletableFuture<Integer>> askers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            askers.add(CompletableFuture.supplyAsync(
                    () -> later.takenBefore("m", List.of("a@x")).size()));
        }
        assertThat(askers.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(1);
    }

    @Test
    default void knowsMailAgainWhenTheNextRunIsKilledToo() {
        outbox().store(message("told"), List.of(entry("a@x")));
        outbox().store(message("untold"), List.of(entry("a@x")));
        assertThat(afterCrash().takenBefore("told", List.of("a@x"))).containsExactly("a@x");

        SqlOutbox third = afterCrash();
        assertThat(third.takenBefore("told", List.of("a@x"))).containsExactly("a@x");
        assertThat(third.takenBefore("untold", List.of("a@x"))).containsExactly("a@x");
    }

    @Test
    default void forgetsWhatItToldAfterAStopInOrder() {
        outbox().store(message("m"), List.of(entry("a@x")));
        assertThat(afterCrash().takenBefore("m", List.of("a@x"))).containsExactly("a@x");

        assertThat(afterStop().takenBefore("m", List.of("a@x"))).isEmpty();
    }

    @Test
    default void doesNotKnowMailThatWasStoredLongBeforeTheCrash() {
        outbox().store(message("old"), List.of(entry("a@x")));
        pass(Duration.ofSeconds(50));
        outbox().store(message("new"), List.of(entry("a@x")));
        pass(Duration.ofSeconds(11));
        outbox().dropReceipts();

        SqlOutbox later = afterCrash();
        assertThat(later.takenBefore("old", List.of("a@x"))).isEmpty();
        assertThat(later.takenBefore("new", List.of("a@x"))).containsExactly("a@x");
    }

    @Test
    default void takesAnEntryOverForOneCopy() {
        long id = outbox().store(message("m"), List.of(entry("a@x"))).get(0);

        assertThat(outbox().takeOver(id, "copy")).isTrue();

        assertThat(outbox().entry(id)).isEmpty();
        assertThat(outbox().takeOver(id, "another")).isFalse();
        assertThat(outbox().takeOver(id + 1, "copy")).isFalse();
    }

    @Test
    default void takesNothingOverThatIsInFlight() {
        long id = outbox().store(message("m"), List.of(entry("a@x"))).get(0);
        outbox().lease(OUTGOING, LANE, NOW, 1, LEASE_END);

        assertThat(outbox().takeOver(id, "copy")).isFalse();
        assertThat(outbox().entry(id)).isPresent();
    }

    @Test
    default void knowsForADayForWhichCopyAnEntryWasTakenOver() {
        long id = outbox().store(message("m"), List.of(entry("a@x"))).get(0);
        outbox().takeOver(id, "copy");
        assertThat(outbox().takeOver(id, "copy")).isTrue();

        assertThat(afterCrash().takeOver(id, "copy")).isTrue();
        assertThat(afterStop().takeOver(id, "copy")).isTrue();
        pass(Duration.ofHours(25));
        outbox().dropReceipts();
        assertThat(outbox().takeOver(id, "copy")).isFalse();
    }

    @Test
    default void dropsManyNotes() {
        for (int i = 0; i < 1100; i++) {
            outbox().store(message("m" + i), List.of(entry("a" + i + "@x", "b@x")));
        }
        pass(Duration.ofSeconds(61));

        outbox().dropReceipts();

        SqlOutbox later = afterCrash();
        assertThat(Stream.of(0, 500, 1099).map(i -> later.takenBefore("m" + i, List.of("b@x"))))
                .containsOnly(Set.of());
    }
}
