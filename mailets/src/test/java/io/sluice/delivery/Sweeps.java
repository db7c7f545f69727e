package io.sluice.delivery;

import io.sluice.delivery.transport.PooledConnections;
import io.sluice.outbox.Outbox;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.mail.MessagingException;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.mailet.MailetContext;

/** What parts need that look after the outbox by time: work is kept until the test does it, and naps are noted. */
final class Sweeps implements Wakeups {
    private final List<Duration> naps = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();

    @Override
    public void now(Runnable task) {
        later.add(task);
    }

    @Override
    public void in(Duration delay, Runnable task) {
        naps.add(delay);
        later.add(task);
    }

    /** The pauses that were asked for so far. */
    List<Duration> naps() {
        return naps;
    }

    /** Lets what was to be done later be done now. */
    void wake() {
        List<Runnable> tasks = List.copyOf(later);
        later.clear();
        tasks.forEach(Runnable::run);
    }

    /** Parts that deliver nothing. */
    DeliveryParts parts(
            DeliverySettings settings,
            Outbox outbox,
            MailetContext james,
            PooledConnections connections,
            InstantSource clock) {
        return new DeliveryParts(
                settings,
                outbox,
                null,
                null,
                connections,
                new Verdicts(),
                Settings.schedule(),
                new HandOver(outbox, james, settings),
                new Settler(outbox, this),
                new LaneStatistics(new RecordingMetricFactory(), clock),
                clock);
    }

    /** A James that takes nothing. */
    static MailetContext fullSpool() {
        return (MailetContext) Proxy.newProxyInstance(
                Sweeps.class.getClassLoader(), new Class<?>[] {MailetContext.class}, (proxy, method, arguments) -> {
                    throw new MessagingException("the spool is full");
                });
    }
}
