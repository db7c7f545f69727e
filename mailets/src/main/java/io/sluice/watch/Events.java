package io.sluice.watch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings events to the log and to subscribers, and remembers those of late. Safe for several threads. */
public final class Events {
    /** So many are remembered. */
    public static final int MOST_RECENT = 500;

    private static final Logger LOGGER = LoggerFactory.getLogger(Events.class);

    private final List<Consumer<Event>> subscribers = new CopyOnWriteArrayList<>();
    private final Deque<Event> recent = new ArrayDeque<>(); // guarded by itself

    /** Tells this one of events to come. It must not block; what it throws is logged. */
    public void subscribe(Consumer<Event> subscriber) {
        subscribers.add(subscriber);
    }

    /** Tells everybody. */
    public void publish(Event event) {
        if (event.kind().trouble()) {
            LOGGER.warn("{}: {}", event.kind().token(), event.text());
        } else {
            LOGGER.info("{}: {}", event.kind().token(), event.text());
        }
        synchronized (recent) {
            recent.addFirst(event);
            if (recent.size() > MOST_RECENT) {
                recent.removeLast();
            }
        }
        for (Consumer<Event> subscriber : subscribers) {
            try {
                subscriber.accept(event);
            } catch (RuntimeException e) {
                LOGGER.error("A subscriber could not be told of an event", e);
            }
        }
    }

    /** The events since the start, the newest first, up to {@value #MOST_RECENT} of them. */
    public List<Event> recent() {
        synchronized (recent) {
            return List.copyOf(recent);
        }
    }
}
