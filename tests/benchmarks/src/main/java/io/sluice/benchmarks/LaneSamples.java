package io.sluice.benchmarks;

import io.sluice.lane.Admission;
import io.sluice.lane.BackOff;
import io.sluice.lane.ControlLaw;
import io.sluice.lane.CountBounds;
import io.sluice.lane.Errand;
import io.sluice.lane.Finding;
import io.sluice.lane.Findings;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneId;
import io.sluice.lane.LaneLimits;
import io.sluice.lane.LanePolicy;
import io.sluice.lane.RateBounds;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.Remedy;
import io.sluice.reply.RetrySchedule;
import io.sluice.reply.RuleCatalogue;
import io.sluice.reply.Scope;
import io.sluice.reply.Service;
import io.sluice.reply.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Lanes in the states that are measured. */
final class LaneSamples {
    static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
    static final BackOff BACK_OFF =
            new BackOff(new RetrySchedule(RuleCatalogue.builtIn().retryBounds(), Map.of(), new Random(1)), 5);

    private static final LaneId ID = LaneId.of("192.0.2.7", Service.BUSINESS);
    private static final double FASTEST = 100_000;
    private static final Verdict NO_MAIL = Verdict.of(
            DeferralClass.RECIPIENT_INVALID, Scope.TENANT, Remedy.WAIT, Duration.ofHours(4), "", "tenant-without-mail");

    private LaneSamples() {}

    static Errand to(String tenant) {
        return new Errand(tenant, "sender.example", List.of("ann@" + tenant));
    }

    /** A lane as it begins, with the published limits. */
    static Lane idle(int number) {
        LaneId id = LaneId.of("192.0.2." + number, Service.BUSINESS);
        return new Lane(id, LanePolicy.DEFAULT.limitsOf(id), ControlLaw.DEFAULT, START);
    }

    /** A lane that nothing holds back. */
    static Lane fast() {
        LaneLimits limits = LanePolicy.DEFAULT
                .limitsOf(ID)
                .withRate(new RateBounds(FASTEST, FASTEST, FASTEST))
                .withConnections(new CountBounds(20, 20, 20));
        return new Lane(ID, limits, ControlLaw.DEFAULT, START);
    }

    /** A lane whose rate is used up at the start. */
    static Lane spent() {
        Lane lane = idle(7);
        while (lane.admit(START) instanceof Admission.Admitted admitted) {
            lane.conclude(admitted.permit(), to("contoso.com"), Findings.accepted(1), BACK_OFF, START);
        }
        return lane;
    }

    /** That many tenants cannot receive mail. */
    static void closeGates(Lane lane, int gates) {
        for (int i = 0; i < gates; i++) {
            Instant now = START.plusNanos(i * 1_000_000L);
            Errand errand = to("tenant" + i + ".example");
            Finding finding = new Finding("ann@" + errand.tenant(), NO_MAIL, "451 4.4.4 no mail here");
            if (lane.admit(now) instanceof Admission.Admitted admitted) {
                lane.conclude(admitted.permit(), errand, new Findings(0, List.of(finding)), BACK_OFF, now);
            }
            // Stored elsewhere, as the server does.
            lane.takeUnsaved();
        }
    }
}
