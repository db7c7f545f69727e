package io.sluice.delivery;

import io.sluice.lane.LaneEvent;
import io.sluice.lane.LaneId;
import java.util.List;

/** Tells several observers, in their order. */
record AllObservers(List<DeliveryObserver> observers) implements DeliveryObserver {
    AllObservers {
        observers = List.copyOf(observers);
    }

    @Override
    public void attempted(LaneId lane) {
        observers.forEach(observer -> observer.attempted(lane));
    }

    @Override
    public void accepted(LaneId lane, int recipients) {
        observers.forEach(observer -> observer.accepted(lane, recipients));
    }

    @Override
    public void deferred(LaneId lane, Refusal refusal) {
        observers.forEach(observer -> observer.deferred(lane, refusal));
    }

    @Override
    public void failed(LaneId lane, Refusal refusal) {
        observers.forEach(observer -> observer.failed(lane, refusal));
    }

    @Override
    public void expired(LaneId lane, int recipients) {
        observers.forEach(observer -> observer.expired(lane, recipients));
    }

    @Override
    public void laneChanged(LaneEvent event) {
        observers.forEach(observer -> observer.laneChanged(event));
    }
}
