package io.sluice.inbound;

import io.sluice.exchange.CloudInstance;
import io.sluice.exchange.PublishedRanges;
import io.sluice.exchange.PublishedRangesReader;
import io.sluice.exchange.RangesRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A list in a file that somebody downloaded, where the server itself does not reach the web service. */
public final class RangesFile implements RangesSource {
    private final Path file;

    public RangesFile(Path file) {
        this.file = file;
    }

    /**
     * The list, when the server starts.
     *
     * @param shipped of the cloud that it is the list of
     * @throws IllegalArgumentException when there is none, or it is not plausible
     */
    public PublishedRanges readAtStart(PublishedRanges shipped) {
        try {
            return read(shipped.instance());
        } catch (IOException | RangesRefusedException e) {
            throw new IllegalArgumentException(
                    "sluice.properties: " + InboundSettings.FILE + " names the file " + file
                            + ", which cannot be used: "
                            + e.getMessage() + "; allowed: what "
                            + "https://endpoints.office.com/endpoints/"
                            + shipped.instance().token() + " sends",
                    e);
        }
    }

    @Override
    public Optional<PublishedRanges> fetch(PublishedRanges held) throws IOException, RangesRefusedException {
        return Optional.of(read(held.instance())).filter(list -> !list.ranges().equals(held.ranges()));
    }

    private PublishedRanges read(CloudInstance instance) throws IOException, RangesRefusedException {
        byte[] json;
        try (InputStream in = Files.newInputStream(file)) {
            json = in.readNBytes(EndpointsService.MOST_BYTES + 1);
        }
        if (json.length > EndpointsService.MOST_BYTES) {
            throw new RangesRefusedException("it is larger than " + EndpointsService.MOST_BYTES + " bytes");
        }
        return PublishedRangesReader.readEndpoints(
                instance,
                Optional.empty(),
                "the file " + file.getFileName() + " of " + Files.getLastModifiedTime(file),
                Optional.empty(),
                json);
    }

    @Override
    public boolean isByHand() {
        return true;
    }
}
