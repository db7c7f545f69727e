package io.sluice.delivery;

import com.google.inject.ImplementedBy;
import org.apache.mailet.MailetContext;

/**
 * Opens deliveries over the server's one outbox. Bound by {@code io.sluice.SluiceModule}; without that module the
 * stand-in says what to add.
 */
@ImplementedBy(ModuleMissing.class)
public interface Deliveries {
    /**
     * Opens the delivery of one mailet and starts with what its part of the outbox holds.
     *
     * @throws IllegalArgumentException when the settings cannot work, for example because another mailet uses the same
     *     {@code outgoing}
     */
    Delivery open(DeliverySettings settings, MailetContext context);

    /**
     * Opens a route over deliveries, which may be opened later.
     *
     * @throws IllegalArgumentException when there is a route of that name
     */
    Router route(RouteSettings settings);
}
