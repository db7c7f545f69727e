package io.sluice.microsoft;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks the resolver, and remembers in the cache, that James registers as dnsjava's defaults (unless
 * {@code setAsDNSJavaDefault} is false in dnsservice.xml; then those of the system). Stateless.
 */
public final class DnsjavaAddressRecords implements AddressRecords {
    @Override
    public Result lookup(String host, Family family) {
        Lookup lookup;
        try {
            lookup = new Lookup(Name.fromString(host, Name.root), family == Family.IPV4 ? Type.A : Type.AAAA);
        } catch (TextParseException e) {
            return new Result.None(false);
        }
        try {
            return result(lookup, lookup.run());
        } catch (IllegalStateException e) {
            // dnsjava's way of saying that it came to no result at all.
            return new Result.Failed("no result");
        }
    }

    private static Result result(Lookup lookup, Record[] records) {
        return switch (lookup.getResult()) {
            case Lookup.SUCCESSFUL -> found(records);
            case Lookup.HOST_NOT_FOUND -> new Result.None(false);
            case Lookup.TYPE_NOT_FOUND -> new Result.None(true);
            default -> new Result.Failed(lookup.getErrorString());
        };
    }

    private static Result found(Record[] records) {
        List<InetAddress> addresses = new ArrayList<>(records.length);
        for (Record record : records) {
            if (record instanceof ARecord a) {
                addresses.add(a.getAddress());
            } else if (record instanceof AAAARecord aaaa) {
                addresses.add(aaaa.getAddress());
            }
        }
        return addresses.isEmpty() ? new Result.None(true) : new Result.Found(addresses);
    }
}
