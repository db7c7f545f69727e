package io.sluice.cli.input;

import io.sluice.dsn.DeliveryStatus;
import io.sluice.dsn.DeliveryStatusReader;
import io.sluice.microsoft.MicrosoftHosts;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Opens inputs: unpacks what is packed with gzip, and finds out the format. */
public final class SightingsFactory {
    private static final int BUFFER = 64 * 1024;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private final MicrosoftHosts hosts = MicrosoftHosts.standard();
    private final ZoneId zone;
    private final InstantSource clock;

    /**
     * @param zone the zone of time stamps that have none
     * @param clock tells the year of time stamps that have none
     */
    public SightingsFactory(ZoneId zone, InstantSource clock) {
        this.zone = zone;
        this.clock = clock;
    }

    /**
     * Reads an input.
     *
     * @param raw plain or packed with gzip; not closed here
     */
    public Sightings open(InputStream raw, InputFormat format) throws IOException {
        InputStream in = unpacked(raw);
        return switch (format) {
            case AUTO -> recognised(in);
            case REPLIES -> lines(in, List.of(new BareReplies()));
            case POSTFIX -> lines(in, List.of(new PostfixLog(zone, clock)));
            case JAMES -> lines(in, List.of(new SluiceLog(), new StockJamesLog()));
            case DSN -> message(in, beginning(in));
            case MBOX -> mailbox(in);
        };
    }

    private Sightings recognised(InputStream in) throws IOException {
        Beginning.Kind kind = beginning(in);
        return switch (kind) {
            case LINES -> lines(
                    in, List.of(new SluiceLog(), new PostfixLog(zone, clock), new StockJamesLog(), new BareReplies()));
            case MESSAGE, STATUS -> message(in, kind);
            case MAILBOX -> mailbox(in);
        };
    }

    private Sightings lines(InputStream in, List<LineReader> readers) {
        return new LogSightings(new BoundedLines(in), readers, hosts);
    }

    private Sightings message(InputStream in, Beginning.Kind kind) {
        DeliveryStatusReader reader = new DeliveryStatusReader();
        Iterator<InputStream> only = List.of(in).iterator();
        return new BounceSightings(
                new BounceSightings.Source() {
                    @Override
                    public boolean next() {
                        return only.hasNext();
                    }

                    @Override
                    public Optional<DeliveryStatus> read() throws IOException {
                        InputStream message = only.next();
                        return kind == Beginning.Kind.STATUS ? reader.readFields(message) : reader.read(message);
                    }
                },
                hosts);
    }

    private Sightings mailbox(InputStream in) {
        DeliveryStatusReader reader = new DeliveryStatusReader();
        Mailbox mailbox = new Mailbox(in);
        return new BounceSightings(
                new BounceSightings.Source() {
                    @Override
                    public boolean next() throws IOException {
                        return mailbox.next();
                    }

                    @Override
                    public Optional<DeliveryStatus> read() throws IOException {
                        return reader.read(mailbox.message());
                    }
                },
                hosts);
    }

    /** Waits for the first bytes only, not for as many as could be looked at. */
    private static Beginning.Kind beginning(InputStream in) throws IOException {
        in.mark(Beginning.LENGTH);
        byte[] bytes = new byte[Beginning.LENGTH];
        int length = Math.max(0, in.read(bytes, 0, bytes.length));
        in.reset();
        return Beginning.of(bytes, length);
    }

    private static InputStream unpacked(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, BUFFER);
        in.mark(2);
        int first = in.read();
        int second = first == GZIP_FIRST ? in.read() : -1;
        in.reset();
        return second == GZIP_SECOND ? new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER) : in;
    }
}
