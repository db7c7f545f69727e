package io.sluice.delivery;

import io.sluice.lane.LaneEvent;
import io.sluice.lane.LaneId;
import io.sluice.outbox.Entry;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells several observers, in their order. One that fails keeps neither the others nor the delivery from going on. */
record AllObservers(List<DeliveryObserver> observers) implements DeliveryObserver {
    private static final Logger LOGGER = LoggerFactory.getLogger(AllObservers.class);

    AllObservers {
        observers = List.copyOf(observers);
    }

    @Override
    public void attempted(LaneId lane) {
        tell(observer -> observer.attempted(lane));
    }

    @Override
    public void accepted(LaneId lane, int recipients) {
        tell(observer -> observer.accepted(lane, recipients));
    }

    @Override
    public void deferred(LaneId lane, Refusal refusal) {
        tell(observer -> observer.deferred(lane, refusal));
    }

    @Override
    public void failed(LaneId lane, Refusal refusal) {
        tell(observer -> observer.failed(lane, refusal));
    }

    @Override
    public void concluded(AttemptOutcome outcome) {
        tell(observer -> observer.concluded(outcome));
    }

    @Override
    public void expired(LaneId lane, Entry entry, int recipients) {
        tell(observer -> observer.expired(lane, entry, recipients));
    }

    @Override
    public void taken(LaneId lane) {
        tell(observer -> observer.taken(lane));
    }

    @Override
    public void takenBefore(int recipients) {
        tell(observer -> observer.takenBefore(recipients));
    }

    @Override
    public void laneChanged(LaneEvent event) {
        tell(observer -> observer.laneChanged(event));
    }

    private void tell(Consumer<DeliveryObserver> news) {
        for (DeliveryObserver observer : observers) {
            try {
                news.accept(observer);
            } catch (RuntimeException e) {
                LOGGER.error(
                        "{} could not take note of an outcome",
                        observer.getClass().getSimpleName(),
                        e);
            }
        }
    }
}
