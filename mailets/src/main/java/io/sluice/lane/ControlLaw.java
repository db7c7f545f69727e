package io.sluice.lane;

import java.time.Duration;

/**
 * The constants of the control. "Accepted" are messages that the receiver took while the limit in question was what
 * held the lane back: a lane that idles learns nothing.
 *
 * @param searchStep accepted messages until the rate rises, while no limit is known
 * @param searchFactor by what it rises then
 * @param approach the part of the rate that hurt at which the rise pauses, below 1
 * @param approachStep accepted messages until half of the distance to it is covered
 * @param patience accepted messages at the pause until the rate feels beyond, in small steps
 * @param patienceOfRecovery the pause lasts at least so many times as long as the receiver's last penalty
 * @param firstCut factor of the first refusal after a good run
 * @param secondCut factor when the receiver refuses again within {@code near} accepted messages
 * @param laterCut factor of each further one
 * @param near accepted messages within which a refusal belongs to the one before
 * @param ratePause the rest when a refusal follows soon after a cut
 * @param reputationPause the rest when the reputation of the source does not allow the rate
 * @param servicePause the rest when the service has a fault
 * @param tenantPause the rest of a tenant that takes no more for the moment
 * @param burst messages that may leave at once after a rest
 * @param budget refused attempts that are allowed per accepted message
 * @param budgetReserve refused attempts that are allowed beyond that
 * @param budgetRegain time in which one more is allowed, whatever was accepted
 */
public record ControlLaw(
        int searchStep,
        double searchFactor,
        double approach,
        int approachStep,
        int patience,
        double patienceOfRecovery,
        double firstCut,
        double secondCut,
        double laterCut,
        int near,
        Pause ratePause,
        Pause reputationPause,
        Pause servicePause,
        Pause tenantPause,
        int burst,
        double budget,
        int budgetReserve,
        Duration budgetRegain) {

    /** The published defaults. */
    public static final ControlLaw DEFAULT = new ControlLaw(
            6,
            1.5,
            0.97,
            8,
            250,
            60,
            0.9,
            0.75,
            0.5,
            20,
            new Pause(Duration.ofSeconds(1), 3, Duration.ofHours(2)),
            new Pause(Duration.ofMinutes(5), 2, Duration.ofHours(4)),
            new Pause(Duration.ofSeconds(15), 2, Duration.ofMinutes(5)),
            new Pause(Duration.ofMinutes(1), 3, Duration.ofHours(2)),
            5,
            0.03,
            20,
            Duration.ofSeconds(10));
}
