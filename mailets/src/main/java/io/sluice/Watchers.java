package io.sluice;

import io.sluice.delivery.DeliveryObserver;
import java.util.List;
import java.util.stream.Stream;

/** Who is told about every outcome of deliveries. */
record Watchers(List<DeliveryObserver> observers) {
    Watchers {
        observers = List.copyOf(observers);
    }

    /** These before the others. */
    List<DeliveryObserver> with(DeliveryObserver... first) {
        return Stream.concat(Stream.of(first), observers.stream()).toList();
    }
}
