package io.sluice.incident;

import io.sluice.reply.Service;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Where the trouble is. What is empty is everywhere.
 *
 * @param services of Microsoft that are concerned
 * @param source the one address of ours
 * @param region of Microsoft's service
 * @param tenant the one customer of Microsoft
 * @param senderDomain the one domain of ours
 */
public record Place(
        Set<Service> services,
        Optional<String> source,
        Optional<String> region,
        Optional<String> tenant,
        Optional<String> senderDomain) {
    public Place {
        EnumSet<Service> sorted = EnumSet.noneOf(Service.class);
        sorted.addAll(services);
        services = Collections.unmodifiableSet(sorted);
    }

    static Place of(Set<Service> services) {
        return new Place(services, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    Place at(String ofSource) {
        return new Place(services, Optional.of(ofSource), region, tenant, senderDomain);
    }

    Place in(String ofRegion) {
        return new Place(services, source, Optional.of(ofRegion), tenant, senderDomain);
    }

    Place to(String ofTenant) {
        return new Place(services, source, region, Optional.of(ofTenant), senderDomain);
    }

    Place from(String domain) {
        return new Place(services, source, region, tenant, Optional.of(domain));
    }

    /** Both together, which are the same but for the services. */
    Place with(Set<Service> more) {
        EnumSet<Service> all = EnumSet.noneOf(Service.class);
        all.addAll(services);
        all.addAll(more);
        return new Place(all, source, region, tenant, senderDomain);
    }

    /** The same whatever the services, so that trouble that spreads stays the same trouble. */
    boolean isAs(Place other) {
        return source.equals(other.source)
                && region.equals(other.region)
                && tenant.equals(other.tenant)
                && senderDomain.equals(other.senderDomain);
    }
}
