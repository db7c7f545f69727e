package io.sluice.lane;

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
        int narrowGates) {}
