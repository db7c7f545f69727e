package io.sluice.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files for Prometheus and Grafana beside the compose file. */
final class Monitoring {
    private static final Path DOCKER = Path.of("..", "..", "docker");
    private static final Pattern NAME = Pattern.compile("\\bsluice_[a-z0-9_]+");
    private static final Pattern RENAMING =
            Pattern.compile("regex: (?<regex>\\S+)\\s+target_label: __name__\\s+replacement: (?<replacement>\\S+)");

    private Monitoring() {}

    /** The metrics that a file names. */
    static Set<String> namesIn(String file) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(read(file));
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    /** Names as the server exports them, after what {@code prometheus.yml} makes of them. */
    static Set<String> asPrometheusNamesThem(Collection<String> exported) {
        Set<String> names = new TreeSet<>(exported);
        Matcher renaming = RENAMING.matcher(read("prometheus/prometheus.yml"));
        int rules = 0;
        while (renaming.find()) {
            rules++;
            Pattern regex = Pattern.compile(renaming.group("regex"));
            String replacement = renaming.group("replacement").replaceAll("\\$\\{([0-9])}", "\\$$1");
            Set<String> renamed = new TreeSet<>();
            for (String name : names) {
                Matcher whole = regex.matcher(name);
                renamed.add(whole.matches() ? whole.replaceFirst(replacement) : name);
            }
            names = renamed;
        }
        if (rules == 0) {
            throw new AssertionError("prometheus.yml renames nothing");
        }
        return names;
    }

    private static String read(String file) {
        try {
            return Files.readString(DOCKER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
