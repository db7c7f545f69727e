package io.sluice.cli.input;

import io.sluice.microsoft.MicrosoftHosts;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
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
            case AUTO -> lines(
                    in, List.of(new SluiceLog(), new PostfixLog(zone, clock), new StockJamesLog(), new BareReplies()));
            case REPLIES -> lines(in, List.of(new BareReplies()));
            case POSTFIX -> lines(in, List.of(new PostfixLog(zone, clock)));
            case JAMES -> lines(in, List.of(new SluiceLog(), new StockJamesLog()));
            case DSN, MBOX -> throw new IOException("Not yet");
        };
    }

    private Sightings lines(InputStream in, List<LineReader> readers) {
        return new LogSightings(new BoundedLines(in), readers, hosts);
    }

    private static InputStream unpacked(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, BUFFER);
        in.mark(2);
        int first = in.read();
        int second = first == GZIP_FIRST ? in.read() : -1;
        in.reset();
        return second == GZIP_SECOND ? new GZIPInputStream(in, BUFFER) : in;
    }
}
