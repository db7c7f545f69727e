package io.sluice.lane;

import io.sluice.reply.Service;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All lanes of this server: mail of several mailets that leaves from one source to one service shares a lane, because
 * Microsoft counts it together. Safe for several threads.
 */
public final class Lanes {
    private final Map<LaneId, Lane> lanes = new ConcurrentHashMap<>();
    private final Map<LaneId, List<Runnable>> listeners = new ConcurrentHashMap<>();

    /** The lane with that id; made with these limits if it is new. */
    public Lane lane(LaneId id, LaneLimits limits) {
        return lanes.computeIfAbsent(id, key -> new Lane(key, limits));
    }

    /** All lanes that carried mail since the start. */
    public Collection<Lane> all() {
        return List.copyOf(lanes.values());
    }

    /** Closes all lanes to a service: the service has a fault, whatever the source. */
    public void closeAll(Service service, Instant until, String cause) {
        for (Lane lane : lanes.values()) {
            if (lane.id().service().filter(service::equals).isPresent()) {
                lane.closeFromOutside(until, cause);
            }
        }
    }

    /** The listener is called after something about the lane changed, on the thread that changed it. */
    public void subscribe(LaneId id, Runnable listener) {
        listeners.computeIfAbsent(id, key -> new CopyOnWriteArrayList<>()).add(listener);
    }

    public void unsubscribe(LaneId id, Runnable listener) {
        listeners.getOrDefault(id, List.of()).remove(listener);
    }

    /** Tells the lane's listeners that a permit came back or the gate changed. */
    public void changed(LaneId id) {
        listeners.getOrDefault(id, List.of()).forEach(Runnable::run);
    }
}
