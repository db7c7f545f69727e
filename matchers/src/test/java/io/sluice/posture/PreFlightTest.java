package io.sluice.posture;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.posture.dns.Recording;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreFlightTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String DOMAIN = "example.org";
    private static final Selector KEY = new Selector("s1", DOMAIN);
    private static final OutgoingMail SIGNED = new OutgoingMail(DOMAIN, Optional.of(DOMAIN), List.of(KEY));
    private static final OutgoingMail UNSIGNED = new OutgoingMail(DOMAIN, Optional.of(DOMAIN), List.of());

    private final SenderSightings sightings = new SenderSightings(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Map<Optional<InetAddress>, List<Finding>> known = new HashMap<>();
    private final List<PostureQuestion> asked = new ArrayList<>();
    private List<InetAddress> configured = List.of();

    @Test
    void findsNothingAgainstMailThatMeetsAll() {
        knows(finding(FindingId.SPF_RESULT, FindingStatus.PASS), finding(FindingId.DKIM_KEY, FindingStatus.PASS));

        assertThat(preFlight().unmet(SIGNED)).isEmpty();
    }

    @Test
    void saysNothingWhileNothingIsKnown() {
        assertThat(preFlight().unmet(SIGNED)).isEmpty();
        assertThat(asked).singleElement().satisfies(question -> {
            assertThat(question.domain()).isEqualTo(DOMAIN);
            assertThat(question.selectors()).containsExactly(KEY);
        });
    }

    @Test
    void seesAtOnceThatThereIsNoSignature() {
        assertThat(preFlight().unmet(UNSIGNED)).containsExactly(Requirement.DKIM);
    }

    @Test
    void saysNothingOfWhatTheDnsDoesNotAnswer() {
        knows(
                finding(FindingId.SPF_RESULT, FindingStatus.UNKNOWN),
                finding(FindingId.DKIM_KEY, FindingStatus.UNKNOWN),
                finding(FindingId.DMARC_RECORD, FindingStatus.UNKNOWN));

        assertThat(preFlight().unmet(SIGNED)).isEmpty();
    }

    @Test
    void tellsWhichDemandsAreUnmet() {
        knows(finding(FindingId.SPF_RESULT, FindingStatus.FAIL));
        assertThat(preFlight().unmet(SIGNED)).containsExactly(Requirement.SPF);

        knows(finding(FindingId.DKIM_KEY, FindingStatus.FAIL));
        assertThat(preFlight().unmet(SIGNED)).containsExactly(Requirement.DKIM);

        knows(finding(FindingId.DMARC_RECORD, FindingStatus.FAIL));
        assertThat(preFlight().unmet(SIGNED)).containsExactly(Requirement.DMARC);
    }

    @Test
    void isContentWithOneKeyThatCanBeUsed() {
        knows(finding(FindingId.DKIM_KEY, FindingStatus.FAIL), finding(FindingId.DKIM_KEY, FindingStatus.PASS));

        assertThat(preFlight().unmet(SIGNED)).isEmpty();
    }

    @Test
    void unsignedMailPassesDmarcOnlyBySpfOfItsOwnOrganisation() {
        knows(finding(FindingId.SPF_RESULT, FindingStatus.PASS));
        OutgoingMail byOthers = new OutgoingMail(DOMAIN, Optional.of("bounces.esp.example"), List.of());
        OutgoingMail bySubdomain = new OutgoingMail(DOMAIN, Optional.of("bounces.example.org"), List.of());

        assertThat(preFlight().unmet(byOthers)).containsExactly(Requirement.DKIM, Requirement.DMARC);
        assertThat(preFlight().unmet(bySubdomain)).containsExactly(Requirement.DKIM);
    }

    @Test
    void leavesReportsAlone() {
        OutgoingMail report = new OutgoingMail(DOMAIN, Optional.empty(), List.of());

        assertThat(preFlight().unmet(report)).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void countsSpfAsUnmetOnlyWhenItFailsForEachAddress() throws UnknownHostException {
        InetAddress good = InetAddress.getByName("192.0.2.7");
        InetAddress bad = InetAddress.getByName("192.0.2.8");
        known.put(Optional.of(good), List.of(finding(FindingId.SPF_RESULT, FindingStatus.PASS)));
        known.put(Optional.of(bad), List.of(finding(FindingId.SPF_RESULT, FindingStatus.FAIL)));

        configured = List.of(good, bad);
        assertThat(preFlight().unmet(SIGNED)).isEmpty();

        configured = List.of(bad);
        assertThat(preFlight().unmet(SIGNED)).containsExactly(Requirement.SPF);
    }

    @Test
    void asksAboutTheAddressesThatMailWasSeenToLeaveFrom() throws UnknownHostException {
        InetAddress seen = InetAddress.getByName("192.0.2.9");
        sightings.note(new Sighting(DOMAIN, Optional.of(DOMAIN), List.of(), Optional.of(seen), Optional.empty()));

        preFlight().unmet(SIGNED);

        assertThat(asked).extracting(PostureQuestion::ip).containsExactly(Optional.of(seen));
    }

    @Test
    void looksAtFewAddresses() throws UnknownHostException {
        List<InetAddress> many = new ArrayList<>();
        for (int last = 1; last < 100; last++) {
            many.add(InetAddress.getByName("192.0.2." + last));
        }
        configured = many;

        preFlight().unmet(SIGNED);

        assertThat(asked).hasSize(PreFlight.MOST_ADDRESSES);
    }

    private PreFlight preFlight() {
        return new PreFlight(
                question -> {
                    asked.add(question);
                    return Optional.ofNullable(known.get(question.ip()))
                            .map(findings -> new Posture(question, NOW, findings, new Recording(Map.of())));
                },
                sightings,
                configured);
    }

    private void knows(Finding... findings) {
        known.put(Optional.empty(), Arrays.asList(findings));
    }

    private static Finding finding(FindingId id, FindingStatus status) {
        return Finding.of(id, status, DOMAIN, "as the test wants it");
    }
}
