package io.sluice.exchange;

import java.net.InetAddress;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The addresses of Exchange Online that are in use now: those of each cloud that was asked for, and those that an operator
 * added. They are replaced as a whole while the server runs. Safe for several threads; looking up takes no lock.
 */
public final class ExchangeOnlineRanges {
    private final List<Cidr> additional;
    private volatile Lists lists;

    private record Lists(Map<CloudInstance, PublishedRanges> published, AddressRanges all) {}

    /**
     * Begins with what was shipped.
     *
     * @param instances whose addresses count
     * @param additional what else counts
     */
    public ExchangeOnlineRanges(Collection<CloudInstance> instances, Collection<Cidr> additional) {
        this.additional = List.copyOf(additional);
        Map<CloudInstance, PublishedRanges> shipped = new EnumMap<>(CloudInstance.class);
        instances.forEach(instance -> shipped.put(instance, PublishedRanges.shipped(instance)));
        this.lists = lists(shipped);
    }

    /** Whether the address is one of Exchange Online's; that of any of its customers. */
    public boolean contains(InetAddress address) {
        return lists.all.contains(address);
    }

    /** Puts a list in the place of the one before it of the same cloud. */
    public synchronized void replace(PublishedRanges newer) {
        Map<CloudInstance, PublishedRanges> next = new EnumMap<>(lists.published);
        next.put(newer.instance(), newer);
        lists = lists(next);
    }

    /** The lists in use, in the order of the clouds. */
    public List<PublishedRanges> published() {
        return List.copyOf(lists.published.values());
    }

    /** What an operator added. */
    public List<Cidr> additional() {
        return additional;
    }

    private Lists lists(Map<CloudInstance, PublishedRanges> published) {
        List<Cidr> all = Stream.concat(
                        published.values().stream().flatMap(list -> list.ranges().stream()), additional.stream())
                .toList();
        return new Lists(published, AddressRanges.of(all));
    }
}
