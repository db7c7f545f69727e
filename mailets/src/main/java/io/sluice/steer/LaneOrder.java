package io.sluice.steer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sluice.lane.Suspension;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** What operators want of one lane. */
public record LaneOrder(Optional<Suspension> suspension, Optional<LimitOverride> limits) {
    /** Nothing. */
    public static final LaneOrder NONE = new LaneOrder(Optional.empty(), Optional.empty());

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    public LaneOrder {
        // A stored order of another release may not have all of them.
        suspension = Objects.requireNonNullElse(suspension, Optional.empty());
        limits = Objects.requireNonNullElse(limits, Optional.empty());
    }

    LaneOrder with(Optional<Suspension> changed) {
        return new LaneOrder(changed, limits);
    }

    LaneOrder withLimits(Optional<LimitOverride> changed) {
        return new LaneOrder(suspension, changed);
    }

    /** Without a suspension that is over. */
    LaneOrder at(Instant now) {
        return with(suspension.filter(wanted -> wanted.holds(now)));
    }

    /** As it is stored; empty for nothing. */
    String toJson() {
        if (equals(NONE)) {
            return "";
        }
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An order has no JSON form", e);
        }
    }

    /**
     * Reads it back.
     *
     * @throws IllegalArgumentException when it is damaged
     */
    static LaneOrder parse(String json) {
        try {
            return JSON.readValue(json, LaneOrder.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not an order", e);
        }
    }
}
