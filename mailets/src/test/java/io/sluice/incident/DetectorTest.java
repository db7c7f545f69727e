package io.sluice.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.Service;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules, one by one. How well they do together is measured in the simulation. */
class DetectorTest {
    private final Mails mails = new Mails(3, 11, 13, 4);

    private static Conclusion only(List<Conclusion> conclusions) {
        assertThat(conclusions).hasSize(1);
        return conclusions.get(0);
    }

    @Test
    void concludesNothingWhileMailIsAccepted() {
        assertThat(mails.minutes(240, Mails.ACCEPTED)).isEmpty();
        assertThat(mails.detector.sums().refused()).isZero();
    }

    @Test
    void faultsAtBothServicesAreMicrosofts() {
        mails.minutes(120, Mails.ACCEPTED);

        List<Conclusion> conclusions = mails.minutes(6, (source, service, tenant, sender) -> Sign.FAULT);

        Conclusion incident = only(conclusions);
        assertThat(incident.kind()).isEqualTo(Kind.INCIDENT);
        assertThat(incident.place().services()).containsExactlyInAnyOrder(Service.CONSUMER, Service.BUSINESS);
        assertThat(incident.since())
                .isBetween(mails.now.minus(Duration.ofMinutes(9)), mails.now.minus(Duration.ofMinutes(4)));
        assertThat(incident.evidence().control().state()).isEqualTo(Control.State.HEALTHY);
        assertThat(incident.confidence()).isEqualTo(Confidence.HIGH);
    }

    @Test
    void faultsOfOneRegionAreAnIncidentThere() {
        mails.minutes(120, Mails.ACCEPTED);

        Conclusion incident = only(mails.minutes(
                20,
                (source, service, tenant, sender) ->
                        service == Service.BUSINESS && Mails.regionOf(tenant).equals("nam")
                                ? Sign.FAULT
                                : Sign.PASSED));

        assertThat(incident.kind()).isEqualTo(Kind.INCIDENT);
        assertThat(incident.place().region()).contains("nam");
    }

    @Test
    void faultsThatOneAddressAloneHearsAreItsOwn() {
        mails.minutes(120, Mails.ACCEPTED);

        List<Conclusion> conclusions = mails.minutes(
                20, (source, service, tenant, sender) -> source.endsWith(".1") ? Sign.FAULT : Sign.PASSED);

        assertThat(conclusions).extracting(Conclusion::kind).containsOnly(Kind.REPUTATION);
        assertThat(conclusions)
                .extracting(conclusion -> conclusion.place().source())
                .containsOnly(Optional.of("192.0.2.1"));
    }

    @Test
    void faultsThatOnlyOneAddressCouldHearAreUnclear() {
        Mails alone = new Mails(1, 11, 13, 4);
        alone.minutes(120, Mails.ACCEPTED);

        List<Conclusion> conclusions = alone.minutes(20, (source, service, tenant, sender) -> Sign.FAULT);

        assertThat(conclusions).extracting(Conclusion::kind).containsOnly(Kind.UNCLEAR);
        assertThat(conclusions.get(0).advice()).contains("status.cloud.microsoft");
    }

    @Test
    void faultsOverOneAddressThatChooseAmongCustomersAreMicrosofts() {
        Mails alone = new Mails(1, 11, 13, 4);
        alone.minutes(120, Mails.ACCEPTED);

        List<Conclusion> conclusions = alone.minutes(
                60,
                (source, service, tenant, sender) -> service == Service.BUSINESS
                                && Set.of("tenant1", "tenant2", "tenant4", "tenant5")
                                        .contains(tenant)
                        ? Sign.FAULT
                        : Sign.PASSED);

        assertThat(conclusions).extracting(Conclusion::kind).contains(Kind.INCIDENT);
    }

    @Test
    void faultsInACampaignAreUnclear() {
        for (int minute = 0; minute < 11 * 60; minute++) {
            mails.detector.taken(mails.now);
            mails.minutes(1, Mails.ACCEPTED);
        }
        for (int mail = 0; mail < 100; mail++) {
            mails.detector.taken(mails.now);
        }

        List<Conclusion> conclusions = mails.minutes(20, (source, service, tenant, sender) -> Sign.FAULT);

        assertThat(conclusions).extracting(Conclusion::kind).containsOnly(Kind.UNCLEAR);
    }

    @Test
    void busyToOneServiceOnlyIsUnclear() {
        mails.minutes(11 * 60, Mails.ACCEPTED);

        assertThat(mails.minutes(
                        20, (source, service, tenant, sender) -> service == Service.BUSINESS ? Sign.BUSY : Sign.PASSED))
                .extracting(Conclusion::kind)
                .containsOnly(Kind.UNCLEAR);
    }

    @Test
    void anAddressThatReachesNobodyHasABrokenPath() {
        mails.minutes(120, Mails.ACCEPTED);

        Conclusion path = only(mails.minutes(
                20, (source, service, tenant, sender) -> source.endsWith(".1") ? Sign.UNREACHED : Sign.PASSED));

        assertThat(path.kind()).isEqualTo(Kind.NETWORK);
        assertThat(path.place().source()).contains("192.0.2.1");
    }

    @Test
    void throttlingOfOneAddressIsItsReputation() {
        mails.minutes(120, Mails.ACCEPTED);

        Conclusion reputation = only(mails.minutes(
                15,
                (source, service, tenant, sender) ->
                        source.endsWith(".2") && service == Service.CONSUMER ? Sign.SOURCE : Sign.PASSED));

        assertThat(reputation.kind()).isEqualTo(Kind.REPUTATION);
        assertThat(reputation.place().source()).contains("192.0.2.2");
        assertThat(reputation.place().services()).containsExactly(Service.CONSUMER);
        assertThat(reputation.evidence().otherTrials()).isPositive();
    }

    @Test
    void throttlingOfAllAddressesAtBothServicesAtOnceIsMicrosofts() {
        mails.minutes(11 * 60, Mails.ACCEPTED);

        Conclusion incident = only(mails.minutes(15, (source, service, tenant, sender) -> Sign.SOURCE));

        assertThat(incident.kind()).isEqualTo(Kind.INCIDENT);
        assertThat(incident.confidence()).isLessThan(Confidence.HIGH);
    }

    @Test
    void throttlingOfTwoAddressesAtOnceIsTheirReputationForThatHappensByChance() {
        Mails two = new Mails(2, 11, 13, 4);
        two.minutes(11 * 60, Mails.ACCEPTED);

        List<Conclusion> conclusions = two.minutes(20, (source, service, tenant, sender) -> Sign.SOURCE);

        assertThat(conclusions).hasSize(2).extracting(Conclusion::kind).containsOnly(Kind.REPUTATION);
    }

    @Test
    void throttlingOfAllAddressesOneByOneIsTheirReputation() {
        mails.minutes(11 * 60, Mails.ACCEPTED);
        mails.minutes(20, (source, service, tenant, sender) -> source.endsWith(".0") ? Sign.SOURCE : Sign.PASSED);
        mails.minutes(20, (source, service, tenant, sender) -> source.endsWith(".2") ? Sign.PASSED : Sign.SOURCE);

        List<Conclusion> conclusions = mails.minutes(20, (source, service, tenant, sender) -> Sign.SOURCE);

        assertThat(conclusions).hasSize(3).extracting(Conclusion::kind).containsOnly(Kind.REPUTATION);
    }

    @Test
    void aBlockOfAllAddressesIsNoIncident() {
        mails.minutes(11 * 60, Mails.ACCEPTED);

        List<Conclusion> conclusions = mails.minutes(15, (source, service, tenant, sender) -> Sign.BLOCKED);

        assertThat(conclusions).hasSize(3).extracting(Conclusion::kind).containsOnly(Kind.REPUTATION);
    }

    @Test
    void oneSenderDomainIsToldByItsName() {
        mails.minutes(120, Mails.ACCEPTED);

        Conclusion sender = only(mails.minutes(
                60, (source, service, tenant, domain) -> domain.equals("sender3.example") ? Sign.SENDER : Sign.PASSED));

        assertThat(sender.kind()).isEqualTo(Kind.SENDER);
        assertThat(sender.place().senderDomain()).contains("sender3.example");
        assertThat(sender.advice()).contains("SPF, DKIM and DMARC");
    }

    @Test
    void allSenderDomainsAtOnceAreOurDnsOrSigning() {
        mails.minutes(120, Mails.ACCEPTED);

        Conclusion senders = only(mails.minutes(60, (source, service, tenant, sender) -> Sign.SENDER));

        assertThat(senders.kind()).isEqualTo(Kind.SENDER);
        assertThat(senders.place().senderDomain()).isEmpty();
        assertThat(senders.advice()).contains("DKIM signing");
    }

    @Test
    void oneCustomerIsToldByItsName() {
        mails.minutes(120, Mails.ACCEPTED);

        Conclusion tenant = only(mails.minutes(
                60,
                (source, service, customer, sender) ->
                        service == Service.BUSINESS && customer.equals("tenant4") ? Sign.TENANT : Sign.PASSED));

        assertThat(tenant.kind()).isEqualTo(Kind.TENANT);
        assertThat(tenant.place().tenant()).contains("tenant4");
    }

    @Test
    void whenNobodyIsReachedItIsOurNetwork() {
        mails.minutes(120, Mails.ACCEPTED);

        Conclusion network =
                only(mails.minutes(10, (source, service, tenant, sender) -> Sign.UNREACHED, Sign.UNREACHED));

        assertThat(network.kind()).isEqualTo(Kind.NETWORK);
        assertThat(network.evidence().control().state()).isEqualTo(Control.State.FAILING);
    }

    @Test
    void whenOnlyMicrosoftIsSilentItIsNotProvenWhoseFaultItIs() {
        mails.minutes(120, Mails.ACCEPTED);

        Conclusion silent = only(mails.minutes(10, (source, service, tenant, sender) -> Sign.UNREACHED));

        assertThat(silent.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(silent.what()).contains("Mail to others is delivered");
    }

    @Test
    void withoutMailToOthersTheConclusionSaysSoAndIsLessSure() {
        Mails alone = new Mails(3, 11, 13, 0);
        alone.minutes(120, Mails.ACCEPTED);

        Conclusion incident = only(alone.minutes(10, (source, service, tenant, sender) -> Sign.FAULT));

        assertThat(incident.what()).contains("No control");
        assertThat(incident.confidence()).isLessThan(Confidence.HIGH);
    }

    @Test
    void deliveriesThatOthersCountAreAControl() {
        Mails alone = new Mails(3, 11, 13, 0);
        for (int minute = 0; minute < 200; minute++) {
            alone.detector.delivered(3, alone.now);
            alone.minutes(1, Mails.ACCEPTED);
        }
        List<Conclusion> conclusions = List.of();
        for (int minute = 0; minute < 10; minute++) {
            alone.detector.delivered(3, alone.now);
            conclusions = alone.minutes(1, (source, service, tenant, sender) -> Sign.FAULT);
        }

        assertThat(only(conclusions).evidence().control().state()).isEqualTo(Control.State.HEALTHY);
    }

    @Test
    void fourRefusalsAreNotEnoughEvidence() {
        mails.minutes(120, Mails.ACCEPTED);
        for (int i = 0; i < 4; i++) {
            mails.now = mails.now.plus(Duration.ofMinutes(3));
            mails.detector.add(new Trial(
                    mails.now,
                    1_000_000 + i,
                    "192.0.2.9",
                    Optional.of(Service.SUBMISSION),
                    "smarthost",
                    "a.example",
                    Optional.empty(),
                    Sign.FAULT));
        }

        assertThat(mails.detector.conclude(mails.now)).isEmpty();
        assertThat(mails.detector.sums().sentence()).contains("4 of").contains("not enough");
    }

    @Test
    void aMailThatIsTriedAgainAndAgainCountsOnce() {
        mails.minutes(60, Mails.ACCEPTED);
        for (int attempt = 0; attempt < 50; attempt++) {
            mails.now = mails.now.plus(Duration.ofMinutes(1));
            mails.detector.add(new Trial(
                    mails.now,
                    77_777_777,
                    "192.0.2.0",
                    Optional.of(Service.SUBMISSION),
                    "smarthost",
                    "a.example",
                    Optional.empty(),
                    Sign.FAULT));
        }

        assertThat(mails.detector.conclude(mails.now)).isEmpty();
    }

    @Test
    void endsSoonAfterMailIsAcceptedAgain() {
        mails.minutes(120, Mails.ACCEPTED);
        mails.minutes(30, (source, service, tenant, sender) -> Sign.FAULT);

        assertThat(mails.minutes(3, Mails.ACCEPTED)).isNotEmpty();
        assertThat(mails.minutes(10, Mails.ACCEPTED)).isEmpty();
    }

    @Test
    void aClockThatIsSetBackBreaksNothing() {
        mails.minutes(60, Mails.ACCEPTED);
        mails.now = mails.now.minus(Duration.ofHours(30));

        assertThat(mails.minutes(10, Mails.ACCEPTED)).isEmpty();
    }
}
