package io.sluice.lane;

import java.util.Optional;

/**
 * A lane at one moment, for people.
 *
 * @param id which lane
 * @param state of its gate
 * @param ratePerSecond messages that may leave
 * @param hurtPerSecond the rate that hurt last; 0 when none is known
 * @param connections that may be open at one time
 * @param connectionsPerSecond new connections
 * @param messagesPerConnection on one connection
 * @param recipientsPerTransaction of one transaction
 * @param attemptsOut attempts that are under way
 * @param narrowGates gates of tenants, sender domains and recipients that are not at rest
 * @param warmUpDay the day of the warm-up plan, 1 or more; empty when there is none, or it is over
 * @param warmUpMessages how many messages may leave on that day
 */
public record LaneView(
        LaneId id,
        GateState state,
        double ratePerSecond,
        double hurtPerSecond,
        int connections,
        double connectionsPerSecond,
        int messagesPerConnection,
        int recipientsPerTransaction,
        int attemptsOut,
        int narrowGates,
        Optional<Integer> warmUpDay,
        Optional<Integer> warmUpMessages) {}
