package io.sluice.exchange;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Type;

/**
 * Asks the resolver, and remembers in the cache, that James registers as dnsjava's defaults (unless
 * {@code setAsDNSJavaDefault} is false in dnsservice.xml; then those of the system). Stateless.
 */
public final class DnsjavaReverseRecords implements ReverseRecords {
    @Override
    public Optional<List<String>> names(InetAddress address) {
        Lookup lookup = new Lookup(ReverseMap.fromAddress(address), Type.PTR);
        try {
            return result(lookup, lookup.run());
        } catch (IllegalStateException e) {
            // dnsjava's way of saying that it came to no result at all.
            return Optional.empty();
        }
    }

    private static Optional<List<String>> result(Lookup lookup, Record[] records) {
        return switch (lookup.getResult()) {
            case Lookup.SUCCESSFUL -> Optional.of(targets(records));
            case Lookup.HOST_NOT_FOUND, Lookup.TYPE_NOT_FOUND -> Optional.of(List.of());
            default -> Optional.empty();
        };
    }

    private static List<String> targets(Record[] records) {
        List<String> names = new ArrayList<>(records.length);
        for (Record record : records) {
            if (record instanceof PTRRecord pointer) {
                names.add(pointer.getTarget().toString(true));
            }
        }
        return names;
    }
}
