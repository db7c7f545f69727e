package io.sluice.lane;

/**
 * The right to make one attempt.
 *
 * @param episode how often the lane had been closed when the permit was given: what an attempt reports about a time
 *     before the last closing is old news
 * @param probe whether this attempt tests a closed lane
 */
public record Permit(long episode, boolean probe) {}
