package io.sluice.delivery;

import io.sluice.route.RoutePolicy;
import java.util.List;
import java.util.Optional;

/**
 * Everything that the parameters of a {@code Route} say.
 *
 * @param name what its mail remembers; no other route has it
 * @param paths the {@code outgoing} of each path, the preferred one first; at least one
 * @param processor where new mail goes when no path is in order; empty for waiting on the first one
 * @param policy when a path is left, and taken again
 */
public record RouteSettings(String name, List<String> paths, Optional<String> processor, RoutePolicy policy) {
    public RouteSettings {
        paths = List.copyOf(paths);
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("A route needs a path");
        }
    }
}
