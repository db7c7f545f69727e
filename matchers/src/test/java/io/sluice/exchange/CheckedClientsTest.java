package io.sluice.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.sluice.microsoft.AddressRecords;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckedClientsTest {
    private static final InetAddress CLIENT = InetAddresses.forString("40.107.209.10");
    private static final String NAME = "mail-westus3azon11012010.outbound.protection.outlook.com";

    private final Map<InetAddress, List<String>> names = new HashMap<>();
    private final Map<String, List<InetAddress>> addresses = new HashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch silence = new CountDownLatch(1);
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private boolean reverseFails;
    private boolean forwardFails;
    private boolean silent;

    private final CheckedClients clients = clients(Duration.ofSeconds(30));

    @AfterEach
    void close() {
        silence.countDown();
        clients.close();
    }

    @Test
    void aPublishedAddressWithANameThatLeadsBackIsConfirmed() {
        names.put(CLIENT, List.of(NAME));
        addresses.put(NAME, List.of(InetAddresses.forString("40.107.209.9"), CLIENT));

        assertThat(clients.standing(CLIENT)).isEqualTo(Standing.CONFIRMED);
    }

    @Test
    void ofSeveralNamesOneIsEnough() {
        names.put(CLIENT, List.of("other.example.org.", "Mail.OUTBOUND.protection.outlook.com.", NAME));
        addresses.put(NAME, List.of(CLIENT));

        assertThat(clients.standing(CLIENT)).isEqualTo(Standing.CONFIRMED);
    }

    @Test
    void aNameThatDoesNotLeadBackIsWrong() {
        names.put(CLIENT, List.of(NAME));
        addresses.put(NAME, List.of(InetAddresses.forString("40.107.209.9")));

        assertThat(clients.standing(CLIENT)).isEqualTo(Standing.MISNAMED);
    }

    @Test
    void aNameThatOnlyLooksLikeItIsWrong() {
        for (String name : List.of(
                "outbound.protection.outlook.com.evil.example",
                "evil-outbound.protection.outlook.com",
                "outbound.protection.outlook.com")) {
            addresses.put(name, List.of(CLIENT));
        }
        names.put(CLIENT, List.copyOf(addresses.keySet()));

        assertThat(clients.standing(CLIENT)).isEqualTo(Standing.MISNAMED);
    }

    @Test
    void noNameIsWrong() {
        assertThat(clients.standing(CLIENT)).isEqualTo(Standing.MISNAMED);
    }

    @Test
    void aDnsThatFailsLeavesItOpen() {
        reverseFails = true;
        assertThat(clients.standing(CLIENT)).isEqualTo(Standing.UNCONFIRMED);

        reverseFails = false;
        forwardFails = true;
        names.put(CLIENT, List.of(NAME));
        now = now.plusSeconds(31);
        assertThat(clients.standing(CLIENT)).isEqualTo(Standing.UNCONFIRMED);
    }

    @Test
    void aDnsThatIsSilentIsNotWaitedForLongerThanThePatience() {
        silent = true;
        try (CheckedClients impatient = clients(Duration.ofMillis(50))) {
            assertThat(impatient.standing(CLIENT)).isEqualTo(Standing.UNCONFIRMED);
        }
    }

    @Test
    void theDnsIsNotAskedAboutOtherAddresses() {
        InetAddress stranger = InetAddresses.forString("192.0.2.7");
        names.put(stranger, List.of(NAME));
        addresses.put(NAME, List.of(stranger));

        assertThat(clients.standing(stranger)).isEqualTo(Standing.OUTSIDE);
        assertThat(clients.hasAddress(stranger)).isFalse();
        assertThat(asked).hasValue(0);
    }

    @Test
    void anAnswerIsRemembered() {
        names.put(CLIENT, List.of(NAME));
        addresses.put(NAME, List.of(CLIENT));

        clients.standing(CLIENT);
        now = now.plus(Duration.ofMinutes(59));
        clients.standing(CLIENT);
        assertThat(asked).hasValue(1);

        now = now.plus(Duration.ofMinutes(1));
        clients.standing(CLIENT);
        assertThat(asked).hasValue(2);
    }

    @Test
    void afterTheStopNothingIsAsked() {
        clients.close();

        assertThat(clients.standing(CLIENT)).isEqualTo(Standing.UNCONFIRMED);
        assertThat(asked).hasValue(0);
    }

    private CheckedClients clients(Duration patience) {
        return new CheckedClients(
                new ExchangeOnlineRanges(List.of(CloudInstance.WORLDWIDE), List.of()),
                this::reverse,
                this::forward,
                List.of(CloudInstance.WORLDWIDE.hostSuffix()),
                patience,
                () -> now);
    }

    private Optional<List<String>> reverse(InetAddress address) {
        asked.incrementAndGet();
        if (silent) {
            try {
                silence.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return reverseFails ? Optional.empty() : Optional.of(names.getOrDefault(address, List.of()));
    }

    private AddressRecords.Result forward(String host, AddressRecords.Family family) {
        if (forwardFails) {
            return new AddressRecords.Result.Failed("timed out");
        }
        return addresses.containsKey(host)
                ? new AddressRecords.Result.Found(addresses.get(host))
                : new AddressRecords.Result.None(false);
    }
}
