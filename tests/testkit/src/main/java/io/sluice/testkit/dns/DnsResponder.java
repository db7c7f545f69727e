package io.sluice.testkit.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * An authoritative DNS server, over UDP and TCP, for all names there are: what it was not told does not exist
 * (NXDOMAIN). It may be told more, and less, while it runs. Thread-safe.
 *
 * <pre>{@code
 * try (var dns = DnsResponder.start()) {
 *     dns.mx("contoso.com", 10, "contoso-com.mail.protection.outlook.com")
 *             .a("contoso-com.mail.protection.outlook.com", "127.0.0.3");
 * }
 * }</pre>
 */
public final class DnsResponder implements AutoCloseable {

    private static final int UDP_WITHOUT_EDNS = 512;

    private final Zone zone = new Zone();
    private final Map<Asked, LongAdder> asked = new ConcurrentHashMap<>();
    private final InetAddress address;
    private volatile int port;
    private volatile long ttl = 60;
    private Listener listener;

    /**
     * A kind of question.
     *
     * @param name the name in question.
     * @param type the record type.
     */
    private record Asked(Name name, int type) {}

    private DnsResponder(InetAddress address, int port) {
        this.address = address;
        this.port = port;
    }

    /** Starts on an ephemeral port of 127.0.0.1. */
    public static DnsResponder start() {
        return start("127.0.0.1", 0);
    }

    /**
     * Starts on an address.
     *
     * @param address the textual loopback address.
     * @param port the port for UDP and TCP, 0 for an ephemeral one.
     * @throws UncheckedIOException when the port can not be bound.
     */
    public static DnsResponder start(String address, int port) {
        try {
            DnsResponder responder = new DnsResponder(InetAddress.getByName(address), port);
            responder.up();
            return responder;
        } catch (IOException e) {
            throw new IllegalArgumentException("No IP address: " + address, e);
        }
    }

    /** The address that it listens on. */
    public InetAddress address() {
        return address;
    }

    /** The port that it listens on, for UDP and TCP; the same while it is down. */
    public int port() {
        return port;
    }

    /** Gives the records and negative answers that follow a time to live, in whole seconds; 60 at first. */
    public DnsResponder ttl(Duration time) {
        ttl = time.toSeconds();
        return this;
    }

    /** Adds a mail exchanger. */
    public DnsResponder mx(String domain, int preference, String host) {
        return add(new MXRecord(name(domain), DClass.IN, ttl, preference, name(host)));
    }

    /** Says that a domain takes no mail (RFC 7505). */
    public DnsResponder nullMx(String domain) {
        return add(new MXRecord(name(domain), DClass.IN, ttl, 0, Name.root));
    }

    /** Adds IPv4 addresses. */
    public DnsResponder a(String host, String... addresses) {
        for (String ip : addresses) {
            add(new ARecord(name(host), DClass.IN, ttl, ip(ip)));
        }
        return this;
    }

    /** Adds IPv6 addresses. */
    public DnsResponder aaaa(String host, String... addresses) {
        for (String ip : addresses) {
            add(new AAAARecord(name(host), DClass.IN, ttl, ip(ip)));
        }
        return this;
    }

    /** Adds a text. */
    public DnsResponder txt(String name, String text) {
        return add(new TXTRecord(name(name), DClass.IN, ttl, text));
    }

    /** Adds an alias. */
    public DnsResponder cname(String alias, String target) {
        return add(new CNAMERecord(name(alias), DClass.IN, ttl, name(target)));
    }

    /** Adds the name of an address. */
    public DnsResponder ptr(String ip, String host) {
        return add(new PTRRecord(ReverseMap.fromAddress(ip(ip)), DClass.IN, ttl, name(host)));
    }

    /** Adds any record. */
    public DnsResponder add(Record record) {
        zone.add(record);
        return this;
    }

    /** Answers SERVFAIL for a name and all names below it; {@code "."} means everything. */
    public DnsResponder servfail(String name) {
        zone.fail(name(name));
        return this;
    }

    /** Answers nothing for a name and all names below it; {@code "."} means everything. */
    public DnsResponder silent(String name) {
        zone.silence(name(name));
        return this;
    }

    /** Forgets what was said of exactly this name: its records, failures and silence. */
    public DnsResponder forget(String name) {
        zone.forget(name(name));
        return this;
    }

    /**
     * How often something was asked.
     *
     * @param type the record type, such as {@code "MX"}.
     */
    public long queries(String name, String type) {
        LongAdder count = asked.get(new Asked(name(name), Type.value(type)));
        return count == null ? 0 : count.sum();
    }

    /** How often anything was asked. */
    public long queries() {
        return asked.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Closes the ports. What it knows is kept. */
    public synchronized void down() {
        if (listener != null) {
            listener.close();
            listener = null;
        }
    }

    /**
     * Opens the ports (again), the same as before.
     *
     * @throws UncheckedIOException when they can not be bound.
     */
    public synchronized void up() {
        if (listener == null) {
            listener = Listener.open(address, port, this::answer);
            port = listener.port();
        }
    }

    /** Returns the answer on the wire, or nothing for silence and for what is no question. */
    private byte[] answer(byte[] wire, boolean stream) {
        Message query;
        try {
            query = new Message(wire);
        } catch (IOException e) {
            return new byte[0];
        }
        Record question = query.getQuestion();
        if (question == null) {
            return new byte[0];
        }
        asked.computeIfAbsent(new Asked(question.getName(), question.getType()), a -> new LongAdder())
                .increment();
        if (zone.isSilent(question.getName())) {
            return new byte[0];
        }
        OPTRecord edns = query.getOPT();
        int room = stream ? Message.MAXLENGTH : edns == null ? UDP_WITHOUT_EDNS : edns.getPayloadSize();
        return zone.answer(query, ttl).toWire(room);
    }

    /** Closes the ports and ends all threads. */
    @Override
    public void close() {
        down();
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("No domain name: " + text, e);
        }
    }

    private static InetAddress ip(String text) {
        try {
            int family = text.indexOf(':') < 0 ? Address.IPv4 : Address.IPv6;
            return Address.getByAddress(text, family);
        } catch (IOException e) {
            throw new IllegalArgumentException("No IP address: " + text, e);
        }
    }
}
