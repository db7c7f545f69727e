package io.sluice.cli.input;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads texts and bytes as the command does. */
final class Reading {
    static final Instant NOW = Instant.parse("2026-11-22T04:00:00Z");

    private Reading() {}

    static List<Sighting> text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8), InputFormat.AUTO);
    }

    static Sighting one(String text) {
        List<Sighting> sightings = text(text);
        if (sightings.size() != 1) {
            throw new AssertionError("Expected one reply in " + text + ", found " + sightings);
        }
        return sightings.get(0);
    }

    static List<Sighting> bytes(byte[] bytes, InputFormat format) {
        try {
            Sightings sightings = open(bytes, format);
            List<Sighting> all = new ArrayList<>();
            for (Optional<Sighting> next = sightings.next(); next.isPresent(); next = sightings.next()) {
                all.add(next.get());
            }
            return all;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Sightings open(byte[] bytes, InputFormat format) throws IOException {
        return new SightingsFactory(ZoneOffset.UTC, InstantSource.fixed(NOW))
                .open(new ByteArrayInputStream(bytes), format);
    }
}
