package io.sluice.delivery;

import io.sluice.delivery.transport.ConnectionRules;
import io.sluice.lane.Lane;
import java.time.Instant;
import java.time.InstantSource;

/** What a lane allows its connections at the moment. */
record LaneRules(Lane lane, InstantSource clock) implements ConnectionRules {
    @Override
    public int connections() {
        return lane.connections();
    }

    @Override
    public int messagesPerConnection() {
        return lane.messagesPerConnection();
    }

    @Override
    public Instant open() {
        return lane.connect(clock.instant());
    }
}
