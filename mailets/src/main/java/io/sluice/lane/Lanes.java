package io.sluice.lane;

import io.sluice.reply.Service;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * All lanes of this server: mail of several mailets that leaves from one source to one service shares a lane, because
 * Microsoft counts it together. Safe for several threads.
 */
public final class Lanes {
    private final InstantSource clock;
    private final Map<LaneId, Lane> lanes = new ConcurrentHashMap<>();
    private final Map<LaneId, List<Runnable>> listeners = new ConcurrentHashMap<>();
    private final Map<LaneId, UnaryOperator<LaneLimits>> ceilings = new ConcurrentHashMap<>();
    private final Map<LaneId, UnaryOperator<LaneLimits>> overrides = new ConcurrentHashMap<>();
    private final Map<LaneId, Suspension> suspensions = new ConcurrentHashMap<>();
    private final Map<Service, Incident> incidents = new ConcurrentHashMap<>();
    private volatile LanePolicy policy;
    private volatile Share share = Share.WHOLE;
    private volatile Map<String, List<SavedState>> saved = Map.of();
    /** Gates that were stored and are of no use any more, until somebody has them deleted. */
    private final Queue<SavedState> forgotten = new ConcurrentLinkedQueue<>();

    private boolean restored; // guarded by this

    public Lanes(LanePolicy policy, InstantSource clock) {
        this.policy = policy;
        this.clock = clock;
    }

    private record Incident(LaneIncident what, Instant since) {}

    /** What lanes begin with that are made from now on; asked once, at the first call. */
    public synchronized void restore(Supplier<List<SavedState>> states) {
        if (!restored) {
            Instant now = clock.instant();
            Map<Boolean, List<SavedState>> stale =
                    states.get().stream().collect(Collectors.partitioningBy(state -> LaneMemory.isStale(state, now)));
            saved = stale.get(false).stream().collect(Collectors.groupingBy(SavedState::lane));
            stale.get(true).forEach(state -> forgotten.add(new SavedState(state.key(), Optional.empty())));
            restored = true;
        }
    }

    /**
     * The lane with that id.
     *
     * @param ceiling if it is new, what the policy's limits become
     */
    public Lane lane(LaneId id, UnaryOperator<LaneLimits> ceiling) {
        return lanes.computeIfAbsent(id, key -> {
            ceilings.put(key, ceiling);
            Instant now = clock.instant();
            LanePolicy current = policy;
            Lane lane = new Lane(key, limits(key, current), current.law(), now);
            lane.restore(saved.getOrDefault(key.toString(), List.of()), now);
            lane.share(share, now);
            Optional.ofNullable(suspensions.get(key)).ifPresent(suspension -> {
                lane.suspend(suspension, now);
                lane.takeEvents(); // told when it was ordered
            });
            key.service()
                    .map(incidents::get)
                    .ifPresent(incident -> lane.incident(Optional.of(incident.what()), incident.since(), now));
            return lane;
        });
    }

    /** Changes the limits of all lanes; what they learned stays. The constants of the control stay, too. */
    public void policy(LanePolicy changed) {
        policy = changed;
        Instant now = clock.instant();
        lanes.forEach((id, lane) -> {
            lane.limits(limits(id, changed), "configuration", now);
            changed(id);
        });
    }

    private LaneLimits limits(LaneId id, LanePolicy from) {
        UnaryOperator<LaneLimits> override = overrides.getOrDefault(id, UnaryOperator.identity());
        return ceilings.getOrDefault(id, UnaryOperator.identity()).apply(override.apply(from.limitsOf(id)));
    }

    /** The limits that the configuration gives the lane, whatever a person changed. */
    public LaneLimits configured(LaneId id) {
        return policy.limitsOf(id);
    }

    /**
     * Changes the limits of one lane over those of the policy, or no longer; also of one that is still to come.
     *
     * @param cause for people
     */
    public void override(LaneId id, Optional<UnaryOperator<LaneLimits>> changed, String cause) {
        changed.ifPresentOrElse(with -> overrides.put(id, with), () -> overrides.remove(id));
        find(id).ifPresent(lane -> {
            lane.limits(limits(id, policy), cause, clock.instant());
            changed(id);
        });
    }

    /** Lets nothing leave on a lane, also on one that is still to come. */
    public void suspend(LaneId id, Suspension suspension) {
        suspensions.put(id, suspension);
        find(id).ifPresent(lane -> {
            lane.suspend(suspension, clock.instant());
            changed(id);
        });
    }

    /** Ends a suspension, and opens the lane whoever closed it. */
    public void resume(LaneId id, String cause) {
        suspensions.remove(id);
        find(id).ifPresent(lane -> {
            lane.resume(cause, clock.instant());
            changed(id);
        });
    }

    /** Has the lane forget what it learned. */
    public void reset(LaneId id, String cause) {
        find(id).ifPresent(lane -> {
            lane.reset(cause, clock.instant());
            changed(id);
        });
    }

    /** What a person ordered about the lane. */
    public Optional<Suspension> suspension(LaneId id) {
        return Optional.ofNullable(suspensions.get(id)).filter(wanted -> wanted.holds(clock.instant()));
    }

    /** Changes which part of the limits this server may use, on all lanes. */
    public void share(Share changed) {
        share = changed;
        Instant now = clock.instant();
        lanes.forEach((id, lane) -> {
            lane.share(changed, now);
            changed(id);
        });
    }

    /** All lanes that carried mail since the start. */
    public Collection<Lane> all() {
        return List.copyOf(lanes.values());
    }

    public Optional<Lane> find(LaneId id) {
        return Optional.ofNullable(lanes.get(id));
    }

    /** Closes all lanes to a service: the service has a fault, whatever the source. */
    public void closeAll(Service service, Instant until, String cause) {
        Instant now = clock.instant();
        for (Lane lane : lanes.values()) {
            if (lane.id().service().filter(service::equals).isPresent()) {
                lane.closeFromOutside(until, cause, now);
            }
        }
    }

    /**
     * A service has an incident, or has it no longer; see {@link Lane#incident(Optional, Instant, Instant)}. Also for lanes
     * that are still to come.
     */
    public void incident(Service service, Optional<LaneIncident> incident, Instant since) {
        incident.ifPresentOrElse(
                what -> incidents.put(service, new Incident(what, since)), () -> incidents.remove(service));
        Instant now = clock.instant();
        for (Lane lane : lanes.values()) {
            if (lane.id().service().filter(service::equals).isPresent()) {
                lane.incident(incident, since, now);
            }
        }
    }

    /** What is to be stored, of all lanes. */
    public List<SavedState> takeUnsaved() {
        List<SavedState> taken = new ArrayList<>();
        for (SavedState gone = forgotten.poll(); gone != null; gone = forgotten.poll()) {
            taken.add(gone);
        }
        lanes.values().forEach(lane -> taken.addAll(lane.takeUnsaved()));
        return List.copyOf(taken);
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
