package io.sluice;

import io.sluice.files.FileWatch;
import io.sluice.files.FileWatcher;
import io.sluice.reply.RuleCatalogue;
import io.sluice.rules.LiveRules;
import io.sluice.rules.RulesSettings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.metrics.api.MetricFactory;

/** The user's file of rules, where the settings say. */
final class RulesFile {
    private final RulesSettings settings;
    private final FileSystem files;

    RulesFile(RulesSettings settings, FileSystem files) {
        this.settings = settings;
        this.files = files;
    }

    /**
     * Reads the rules, and has them read again when the file changes.
     *
     * @throws IllegalArgumentException if the file cannot be used
     */
    LiveRules load(FileWatcher watcher, MetricFactory metrics, Clock clock) {
        Path file = path();
        if (settings.fileNamed() && !Files.exists(file)) {
            throw new IllegalArgumentException(fault("names a file that is not there: " + file));
        }
        FileWatch watch = new FileWatch(file);
        try {
            LiveRules rules = LiveRules.load(RuleCatalogue.builtIn(), file, clock, metrics);
            settings.checkPeriod().ifPresent(period -> watcher.every(period, watch, rules::reload));
            return rules;
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Path path() {
        String configured = settings.file();
        if (!configured.startsWith(FileSystem.FILE_PROTOCOL)) {
            return Path.of(configured);
        }
        try {
            return files.getFile(configured).toPath();
        } catch (FileNotFoundException e) {
            throw new IllegalArgumentException(fault("is \"" + configured + "\", which James cannot resolve"), e);
        }
    }

    private static String fault(String what) {
        return "sluice.properties: " + RulesSettings.FILE + " " + what;
    }
}
