package io.sluice.inbound;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.exchange.Cidr;
import io.sluice.exchange.CloudInstance;
import io.sluice.exchange.PublishedRanges;
import io.sluice.exchange.PublishedRangesReader;
import io.sluice.exchange.RangesRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The last good list of each cloud on disk: a file each, replaced as a whole, so that it is the old one or the new one
 * whenever the power fails. For one thread.
 */
public final class RangesStore {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;

    /** @param directory made when it is needed first */
    public RangesStore(Path directory) {
        this.directory = directory;
    }

    /**
     * The kept list, if there is one.
     *
     * @throws IOException when it cannot be read
     * @throws RangesRefusedException when it is damaged
     */
    Optional<PublishedRanges> read(CloudInstance instance) throws IOException, RangesRefusedException {
        try (InputStream in = Files.newInputStream(file(instance))) {
            return Optional.of(PublishedRangesReader.readKept(instance, in.readNBytes(EndpointsService.MOST_BYTES)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** @throws IOException when it cannot be written; the one before is still there then */
    void write(PublishedRanges ranges) throws IOException {
        Files.createDirectories(directory);
        Path written = Files.createTempFile(directory, ranges.instance().token(), ".new");
        try {
            try (FileChannel out = FileChannel.open(written, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(json(ranges));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(
                    written,
                    file(ranges.instance()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private Path file(CloudInstance instance) {
        return directory.resolve(instance.token() + ".json");
    }

    private static byte[] json(PublishedRanges ranges) throws IOException {
        ObjectNode kept = JSON.createObjectNode();
        kept.put("instance", ranges.instance().token());
        ranges.version().ifPresent(version -> kept.put("version", version));
        kept.put("source", ranges.source());
        ranges.etag().ifPresent(tag -> kept.put("etag", tag));
        ObjectNode set = kept.putArray("endpoints").addObject();
        set.put("serviceArea", "Exchange");
        set.put("tcpPorts", "25");
        ranges.ranges().stream().map(Cidr::toString).forEach(set.withArray("ips")::add);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(kept);
    }
}
