package io.sluice.cli.input;

import io.sluice.microsoft.MicrosoftHosts;
import io.sluice.reply.Reply;
import io.sluice.reply.Service;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads line by line; each line by the first reader that knows it. A reply of many lines is put together again. */
final class LogSightings implements Sightings {
    private final BoundedLines lines;
    private final List<LineReader> readers;
    private final MicrosoftHosts hosts;
    private Optional<String> unread = Optional.empty();
    private long skipped;

    LogSightings(BoundedLines lines, List<LineReader> readers, MicrosoftHosts hosts) {
        this.lines = lines;
        this.readers = List.copyOf(readers);
        this.hosts = hosts;
    }

    @Override
    public Optional<Sighting> next() throws IOException {
        for (Optional<String> line = nextLine(); line.isPresent(); line = nextLine()) {
            long number = lines.number();
            Optional<Sighting> sighting = read(line.get(), number);
            if (sighting.isPresent()) {
                return sighting;
            }
            if (!line.get().isBlank()) {
                skipped++;
            }
        }
        return Optional.empty();
    }

    @Override
    public long skipped() {
        return skipped;
    }

    @Override
    public String unit() {
        return "lines";
    }

    @Override
    public boolean isDrained() throws IOException {
        return unread.isEmpty() && lines.isDrained();
    }

    private Optional<String> nextLine() throws IOException {
        Optional<String> line = unread.or(Optional::empty);
        unread = Optional.empty();
        return line.isPresent() ? line : lines.next();
    }

    private Optional<Sighting> read(String line, long number) throws IOException {
        for (LineReader reader : readers) {
            if (reader.knows(line)) {
                Optional<Finding> finding = reader.read(line);
                return finding.isEmpty() ? Optional.empty() : sighting(whole(finding.get()), reader.time(line), number);
            }
        }
        return Optional.empty();
    }

    private Finding whole(Finding first) throws IOException {
        Finding finding = first;
        while (finding.mayGoOn()) {
            unread = lines.next();
            if (unread.isEmpty() || !finding.goesOnWith(unread.get())) {
                break;
            }
            finding = finding.with(unread.get());
            unread = Optional.empty();
        }
        return finding;
    }

    private Optional<Sighting> sighting(Finding finding, Optional<Instant> time, long number) {
        Optional<Reply> reply = finding.toReply();
        return reply.map(answered -> {
            Optional<Service> service =
                    hosts.serviceOf(answered.remote().name()).or(finding::service);
            return new Sighting(answered, service, time, number);
        });
    }
}
