package io.sluice.lane;

import static io.sluice.lane.LaneRig.IP;
import static io.sluice.lane.LaneRig.SAYS;
import static io.sluice.lane.LaneRig.refused;
import static io.sluice.lane.LaneRig.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The gates of tenants, sender domains and recipients inside a lane. */
class LaneGatesTest {
    private static final String QUOTA = "450 4.7.3 Organization queue quota exceeded.";
    private static final Verdict NO_MAIL = LaneRig.verdict(SAYS.attr5());
    private static final Errand CONTOSO = to("contoso.com");
    private static final Errand FABRIKAM = to("fabrikam.com");

    private static final NarrowGates.Listener NOBODY = new NarrowGates.Listener() {
        @Override
        public void closed(GateKey key, NarrowGate gate, long until, Finding why) {}

        @Override
        public void opened(GateKey key) {}

        @Override
        public void forgotten(GateKey key) {}
    };

    private final LaneRig rig = LaneRig.open();

    @Test
    void aTenantThatCannotReceiveClosesItsGateAndNothingElse() {
        LaneView before = rig.lane.view();

        conclude(CONTOSO, SAYS.attr5());

        assertThat(rig.lane.view())
                .usingRecursiveComparison()
                .ignoringFields("narrowGates")
                .isEqualTo(before);
        assertThat(isClosed(CONTOSO)).isTrue();
        assertThat(isClosed(FABRIKAM)).isFalse();
    }

    @Test
    void aSenderDomainThatIsRefusedClosesItsGateForAllTenantsAndNothingElse() {
        LaneView before = rig.lane.view();
        Errand other = new Errand("contoso.com", "other.example", CONTOSO.recipients());

        conclude(CONTOSO, SAYS.authenticationLevel("sender.example"));

        assertThat(rig.lane.view())
                .usingRecursiveComparison()
                .ignoringFields("narrowGates")
                .isEqualTo(before);
        assertThat(isClosed(FABRIKAM)).isTrue();
        assertThat(isClosed(other)).isFalse();
    }

    @Test
    void aRecipientWithTooMuchMailClosesTheGateOfThatRecipientAndNothingElse() {
        LaneView before = rig.lane.view();
        Errand colleague = new Errand("contoso.com", "sender.example", List.of("bob@contoso.com"));

        conclude(CONTOSO, SAYS.recipientOverHourlyLimit());

        assertThat(rig.lane.view())
                .usingRecursiveComparison()
                .ignoringFields("narrowGates")
                .isEqualTo(before);
        assertThat(isClosed(CONTOSO)).isTrue();
        assertThat(isClosed(colleague)).isFalse();
    }

    @Test
    void mailForSeveralRecipientsGoesWhenTheFirstCanTakeIt() {
        Errand both = new Errand("contoso.com", "sender.example", List.of("ann@contoso.com", "bob@contoso.com"));

        conclude(CONTOSO, SAYS.recipientOverHourlyLimit());

        assertThat(isClosed(both)).isFalse();
    }

    @Test
    void tellsTheGateThatIsClosedAndUntilWhen() {
        Reaction reaction = conclude(CONTOSO, SAYS.attr5());

        ClosedGate gate =
                rig.lane.closedGate("contoso.com", "sender.example", rig.now).orElseThrow();

        assertThat(gate.name()).isEqualTo("tenant contoso.com");
        assertThat(reaction.tenant()).contains(gate.until());
        assertThat(reaction.lane()).isEmpty();
    }

    @Test
    void aSingleMailTestsAGateWhoseTimeHasCome() {
        closeAndWait(CONTOSO);

        rig.leave(CONTOSO);

        assertThat(rig.lane.admit(rig.leave(), CONTOSO, rig.now)).isEqualTo(Admission.BUSY);
        assertThat(rig.lane.closedGate("contoso.com", "sender.example", rig.now))
                .isPresent();
    }

    @Test
    void mailThatPassesOpensAGateAndForgetsIt() {
        closeAndWait(CONTOSO);

        rig.conclude(rig.leave(CONTOSO), CONTOSO, Findings.accepted(1));

        assertThat(isClosed(CONTOSO)).isFalse();
        assertThat(rig.lane.view().narrowGates()).isZero();
        assertThat(rig.happened(LaneEvent.Kind.REOPENED))
                .extracting(LaneEvent::gate)
                .containsExactly("tenant contoso.com");
    }

    @Test
    void mailThatLeftBeforeAGateClosedNeitherOpensNorClosesIt() {
        List<Permit> out = List.of(rig.leave(CONTOSO), rig.leave(CONTOSO), rig.leave(CONTOSO));
        Reaction first = rig.conclude(out.get(0), CONTOSO, refused(CONTOSO, SAYS.attr5()));

        rig.conclude(out.get(1), CONTOSO, refused(CONTOSO, SAYS.attr5()));
        rig.conclude(out.get(2), CONTOSO, Findings.accepted(1));

        assertThat(rig.lane.closedGate("contoso.com", "sender.example", rig.now).map(ClosedGate::until))
                .isEqualTo(first.tenant());
        assertThat(rig.happened(LaneEvent.Kind.SUSPENDED)).hasSize(1);
    }

    @Test
    void aTestThatWasNotMadeIsFollowedByAnother() {
        closeAndWait(CONTOSO);
        Permit probe = rig.leave(CONTOSO);

        rig.lane.abandon(probe, rig.now);

        assertThat(rig.lane.admit(rig.leave(), CONTOSO, rig.now)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void aReplyAboutTheSourceDoesNotOpenTheGateOfTheTenantThatItTested() {
        closeAndWait(CONTOSO);
        Permit probe = rig.leave(CONTOSO);

        rig.conclude(probe, CONTOSO, refused(CONTOSO, SAYS.serverBusy(IP)));

        assertThat(rig.lane.view().narrowGates()).isEqualTo(1);
        assertThat(rig.happened(LaneEvent.Kind.REOPENED)).isEmpty();
    }

    @Test
    void aTenantThatTakesTooMuchGetsItsMailAtARateOfItsOwn() {
        conclude(CONTOSO, QUOTA);
        rig.now = rig.lane.closedGate("contoso.com", "", rig.now).orElseThrow().until();
        rig.conclude(rig.leave(CONTOSO), CONTOSO, Findings.accepted(1));

        Instant end = rig.now.plusSeconds(60);
        int left = 0;
        while (rig.now.isBefore(end)) {
            Permit permit = rig.leave();
            if (rig.lane.admit(permit, CONTOSO, rig.now) instanceof Admission.Admitted admitted) {
                rig.conclude(admitted.permit(), CONTOSO, Findings.accepted(1));
                left++;
            } else {
                rig.conclude(permit, FABRIKAM, Findings.accepted(1));
            }
        }

        RateBounds start = LaneRig.limits().gateRate();
        assertThat(left).isBetween((int) (start.start() * 60) - 1, 60);
        assertThat(rig.rate()).isGreaterThan(10);
    }

    @Test
    void keepsABoundedNumberOfGates() {
        NarrowGates gates = new NarrowGates(ControlLaw.DEFAULT, LaneRig.limits().gateRate());
        Permit permit = rig.leave();
        Findings refused = new Findings(0, List.of(new Finding("ann@t", NO_MAIL, "451 4.4.4")));

        for (int i = 0; i < NarrowGates.MOST + 500; i++) {
            gates.conclude(permit, to("t" + i), refused, LaneRig.BACK_OFF, 0, 1, NOBODY);
        }

        assertThat(gates.all()).hasSize(NarrowGates.MOST);
        assertThat(gates.opensAt(to("t1"), 0)).isPositive();
        assertThat(gates.opensAt(to("t" + NarrowGates.MOST), 0)).isZero();
    }

    @Test
    void keepsABoundedNumberOfNewsForAStoreThatNobodyBrings() {
        for (int i = 0; i < Unsaved.MOST + 500; i++) {
            takesNoMail("t" + i + ".example");
        }

        List<SavedState> news = gateStates();

        assertThat(news).hasSize(Unsaved.MOST);
        assertThat(news.get(Unsaved.MOST - 1).key()).endsWith("t" + (Unsaved.MOST + 499) + ".example");
    }

    @Test
    void ofAGateOnlyTheLatestIsStored() {
        closeAndWait(CONTOSO);
        rig.conclude(rig.leave(CONTOSO), CONTOSO, Findings.accepted(1));

        assertThat(gateStates()).singleElement().matches(state -> state.json().isEmpty());
    }

    @Test
    void forgetsGatesThatNobodyAskedForLongAfterTheirTimeCame() {
        for (int i = 0; i < 2000; i++) {
            takesNoMail("t" + i + ".example");
        }

        rig.pass(Duration.ofDays(2));
        rig.accept(2000 / 50);

        assertThat(rig.lane.view().narrowGates()).isZero();
    }

    @Test
    void theStoreIsToForgetWhatTheLaneForgets() {
        takesNoMail("contoso.com");
        assertThat(gateStates()).singleElement().matches(state -> state.json().isPresent());

        rig.pass(Duration.ofDays(2));
        rig.conclude(rig.leave(FABRIKAM), FABRIKAM, Findings.accepted(1));

        assertThat(rig.lane.view().narrowGates()).isZero();
        assertThat(gateStates()).containsExactly(new SavedState(LaneRig.ID + "#tenant:contoso.com", Optional.empty()));
    }

    @Test
    void doesNotForgetAGateBeforeItsFirstMailHadTimeToProbeIt() {
        takesNoMail("contoso.com");
        rig.now = rig.lane.closedGate("contoso.com", "", rig.now).orElseThrow().until();

        rig.conclude(rig.leave(FABRIKAM), FABRIKAM, Findings.accepted(1));

        assertThat(rig.lane.view().narrowGates()).isEqualTo(1);
    }

    private List<SavedState> gateStates() {
        return rig.lane.takeUnsaved().stream().filter(SavedState::isGate).toList();
    }

    private Reaction conclude(Errand errand, String reply) {
        return rig.conclude(rig.leave(errand), errand, refused(errand, reply));
    }

    private void takesNoMail(String tenant) {
        Errand errand = to(tenant);
        rig.conclude(
                rig.leave(errand),
                errand,
                new Findings(0, List.of(new Finding(errand.recipients().get(0), NO_MAIL, "451 4.4.4"))));
    }

    private void closeAndWait(Errand errand) {
        conclude(errand, SAYS.attr5());
        rig.pass(Duration.ofHours(7));
    }

    private boolean isClosed(Errand errand) {
        Permit permit = rig.leave();
        Admission admission = rig.lane.admit(permit, errand, rig.now);
        if (admission instanceof Admission.Admitted admitted) {
            rig.lane.abandon(admitted.permit(), rig.now);
            return false;
        }
        rig.lane.abandon(permit, rig.now);
        return true;
    }
}
