package io.sluice.delivery;

import io.sluice.delivery.transport.PooledConnections;
import io.sluice.lane.LaneId;
import io.sluice.lane.Lanes;
import io.sluice.microsoft.AddressLookup;
import io.sluice.microsoft.MicrosoftHosts;
import io.sluice.microsoft.MxDirectory;
import io.sluice.outbox.Outbox;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.ReplyClassifier;
import io.sluice.reply.RetryBounds;
import io.sluice.reply.RetrySchedule;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.mailet.MailetContext;

/** Deliveries over one outbox. Safe for several threads. */
public final class OutboxDeliveries implements Deliveries {
    private final OutboxSource outbox;
    private final Lanes lanes;
    private final MxDirectory directory;
    private final MicrosoftHosts hosts;
    private final AddressLookup addresses;
    private final ReplyClassifier classifier;
    private final Supplier<Map<DeferralClass, RetryBounds>> retryBounds;
    private final DeliveryObserver observer;
    private final Clock clock;
    private final FailOvers failOvers;
    private final Map<String, Delivery> open = new ConcurrentHashMap<>();
    private volatile Consumer<Outbox> beforeLanes = store -> {};

    /**
     * The outbox is opened with the first delivery.
     *
     * @param retryBounds how long mail of each class waits; has every class, and may change
     * @param observers are told about every outcome
     */
    public OutboxDeliveries(
            OutboxSource outbox,
            Lanes lanes,
            MxDirectory directory,
            MicrosoftHosts hosts,
            AddressLookup addresses,
            ReplyClassifier classifier,
            Supplier<Map<DeferralClass, RetryBounds>> retryBounds,
            List<DeliveryObserver> observers,
            Clock clock) {
        this.outbox = outbox;
        this.lanes = lanes;
        this.directory = directory;
        this.hosts = hosts;
        this.addresses = addresses;
        this.classifier = classifier;
        this.retryBounds = retryBounds;
        this.observer = new AllObservers(observers);
        this.clock = clock;
        this.failOvers = new FailOvers(outbox);
    }

    /** Is called with the outbox before the lanes of a delivery are made. */
    public void beforeLanes(Consumer<Outbox> listener) {
        beforeLanes = listener;
    }

    @Override
    public Delivery open(DeliverySettings settings, MailetContext context) {
        Delivery delivery = build(settings, context);
        if (open.putIfAbsent(settings.outgoing(), delivery) != null) {
            throw new IllegalArgumentException("Two MicrosoftRemoteDelivery mailets have <outgoing>"
                    + settings.outgoing() + "</outgoing>; each needs its own name");
        }
        delivery.start();
        return delivery;
    }

    @Override
    public Router route(RouteSettings settings) {
        Router router =
                new Router(settings, name -> Optional.ofNullable(open.get(name)), outbox, lanes, observer, clock);
        try (OutboxSource.Loan loan = outbox.borrow()) {
            router.restore(loan.outbox());
        }
        failOvers.add(router);
        return router;
    }

    private Delivery build(DeliverySettings settings, MailetContext context) {
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        OutboxSource.Loan loan = outbox.borrow();
        Outbox store = loan.outbox();
        beforeLanes.accept(store);
        lanes.restore(() -> LaneRecords.states(store.laneStates()));
        // Rows of gates that are of no use any more go.
        new LaneNews(outbox, lanes, observer, clock).spread();
        DispatcherThreads threads = new DispatcherThreads(settings.outgoing(), Delivery.drain());
        PooledConnections connections = new PooledConnections(clock);
        Destinations destinations = settings.gateways().isEmpty()
                ? new MxDestinations(directory, settings.mxPort())
                : new GatewayDestinations(settings, hosts, random);
        DeliveryParts parts = new DeliveryParts(
                settings,
                store,
                destinations,
                new AddressRoutePlanner(addresses, settings, clock),
                connections,
                classifier,
                new RetrySchedule(retryBounds, settings.retryBounds(), random),
                new HandOver(store, context, settings),
                new Settler(store, threads),
                observer,
                clock);
        return new Delivery(parts, lanes, source(settings), threads, loan);
    }

    private static String source(DeliverySettings settings) {
        List<Gateway> gateways = settings.gateways();
        if (!gateways.isEmpty()) {
            return gateways.get(0).host();
        }
        return settings.transport().bind().map(InetAddress::getHostAddress).orElse(LaneId.DEFAULT_SOURCE);
    }

    /** Mail may have come into the outbox that nobody here was told of. Returns soon. */
    public void lookForMail() {
        open.values().forEach(Delivery::lookForMail);
    }

    /** Looks at all lanes that have mail: some came to them that they may not know of. */
    public void wakeAll() {
        open.values().forEach(Delivery::wakeAll);
    }

    /** Gives a held entry back to its sender, through the {@code bounceProcessor} of its mailet. */
    public HeldMail.Bounce giveBack(long entryId, String text) {
        try (OutboxSource.Loan loan = outbox.borrow()) {
            return loan.outbox()
                    .entry(entryId)
                    .map(entry -> Optional.ofNullable(open.get(entry.outgoing()))
                            .map(delivery -> delivery.giveBack(entryId, text))
                            .orElse(HeldMail.Bounce.NO_MAILET))
                    .orElse(HeldMail.Bounce.NOT_HELD);
        }
    }

    /** A hold of mail of any of them ends then. */
    public void expectRelease(Instant end) {
        open.values().forEach(delivery -> delivery.expectRelease(end));
    }

    /**
     * Lets all deliveries stop, each on a thread of its own; returns at once. Mail that comes in yet is kept in the
     * outbox. Whoever closes a delivery waits for its stop.
     */
    public void beginStop() {
        failOvers.stop();
        open.forEach((outgoing, delivery) -> new Thread(delivery::stop, "sluice-" + outgoing + "-stop").start());
    }
}
