package io.sluice.delivery;

import io.sluice.delivery.transport.PooledConnections;
import io.sluice.outbox.Outbox;
import io.sluice.reply.ReplyClassifier;
import io.sluice.reply.RetrySchedule;
import java.time.InstantSource;

/** What the lanes of one delivery share. */
record DeliveryParts(
        DeliverySettings settings,
        Outbox outbox,
        Destinations destinations,
        RoutePlanner planner,
        PooledConnections connections,
        ReplyClassifier classifier,
        RetrySchedule schedule,
        HandOver handOver,
        Settler settler,
        DeliveryObserver observer,
        InstantSource clock) {}
