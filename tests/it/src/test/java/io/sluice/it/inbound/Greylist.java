package io.sluice.it.inbound;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.smtp.core.fastfail.AbstractGreylistHandler;

/** James's greylisting, which remembers in memory instead of a database. It is dropped into the server under test. */
public class Greylist extends AbstractGreylistHandler {
    private final Map<List<String>, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(Instant first, int count) {}

    /** A jar with this class, to be dropped into a server. */
    static Path jar(Path directory) {
        Path jar = directory.resolve("greylist.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (String name : List.of("Greylist", "Greylist$Seen")) {
                String entry = "io/sluice/it/inbound/" + name + ".class";
                out.putNextEntry(new ZipEntry(entry));
                try (InputStream in = Greylist.class.getClassLoader().getResourceAsStream(entry)) {
                    in.transferTo(out);
                }
                out.closeEntry();
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void init(Configuration config) throws ConfigurationException {
        setTempBlockTime(Duration.ofMinutes(config.getInt("minutes")));
    }

    @Override
    protected Iterator<String> getGreyListData(String client, String sender, String recipient) {
        Seen known = seen.get(List.of(client, sender, recipient));
        return known == null
                ? List.<String>of().iterator()
                : List.of(Long.toString(known.first.toEpochMilli()), Integer.toString(known.count))
                        .iterator();
    }

    @Override
    protected void insertTriplet(String client, String sender, String recipient, int count, Instant now) {
        seen.put(List.of(client, sender, recipient), new Seen(now, count));
    }

    @Override
    protected void updateTriplet(String client, String sender, String recipient, int count, Instant now) {
        seen.put(List.of(client, sender, recipient), new Seen(now, count));
    }

    @Override
    protected void cleanupAutoWhiteListGreyList(Instant before) {}

    @Override
    protected void cleanupGreyList(Instant before) {}
}
