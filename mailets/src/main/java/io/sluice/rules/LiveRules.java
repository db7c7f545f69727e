package io.sluice.rules;

import com.google.inject.ProvidedBy;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.Reply;
import io.sluice.reply.ReplyClassifier;
import io.sluice.reply.RetryBounds;
import io.sluice.reply.RuleBasedClassifier;
import io.sluice.reply.RuleCatalogue;
import io.sluice.reply.RuleChanges;
import io.sluice.reply.Service;
import io.sluice.reply.Verdict;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in use: the built-in ones with the user's file over them. They can be read again at any time; a file with a
 * fault leaves them as they are, a file that is gone means the built-in rules alone. Bound by
 * {@code io.sluice.SluiceModule}. Safe for several threads; classifying takes no lock.
 *
 * <p>Counts {@code sluice.rules.loaded} and {@code sluice.rules.refused}: files that were taken, and that were not.
 */
@ProvidedBy(ModuleMissing.class)
public final class LiveRules implements ReplyClassifier {
    private static final Logger LOGGER = LoggerFactory.getLogger(LiveRules.class);

    private record Current(RulesState state, ReplyClassifier classifier) {
        Current(RulesState state) {
            this(state, new RuleBasedClassifier(state.catalogue()));
        }
    }

    private final RuleCatalogue builtIn;
    private final Path file;
    private final InstantSource clock;
    private final Metric loadedFiles;
    private final Metric refusedFiles;
    private volatile Current current;

    private LiveRules(RuleCatalogue builtIn, Path file, InstantSource clock, MetricFactory metrics) throws IOException {
        this.builtIn = builtIn;
        this.file = file;
        this.clock = clock;
        this.loadedFiles = metrics.generate("sluice.rules.loaded");
        this.refusedFiles = metrics.generate("sluice.rules.refused");
        this.current = new Current(read());
    }

    /**
     * Reads the rules for the first time.
     *
     * @param builtIn the rules that come with Sluice
     * @param file the user's, need not be there
     * @throws io.sluice.reply.RuleFileException if the file has a fault
     * @throws IOException if it is there and cannot be read
     */
    public static LiveRules load(RuleCatalogue builtIn, Path file, InstantSource clock, MetricFactory metrics)
            throws IOException {
        LiveRules rules = new LiveRules(builtIn, file, clock, metrics);
        rules.tell(rules.state());
        return rules;
    }

    @Override
    public Verdict classify(Reply reply, Optional<Service> service) {
        return current.classifier().classify(reply, service);
    }

    /** How long mail of each class waits, by the rules in use. */
    public Map<DeferralClass, RetryBounds> retryBounds() {
        return current.state().catalogue().retryBounds();
    }

    /** The rules in use, and the fault that keeps newer ones out. */
    public RulesState state() {
        return current.state();
    }

    /**
     * Reads the file again. The rules change at once for all replies that are read from now on, or, when the file has a
     * fault, not at all; the same fault is logged once.
     *
     * @return what is in use now; has a fault if the file has one
     */
    public synchronized RulesState reload() {
        RulesState before = current.state();
        try {
            current = new Current(read());
            loadedFiles.increment();
            tell(current.state());
        } catch (IOException | RuntimeException e) {
            refusedFiles.increment();
            RulesState.Fault fault = RulesState.Fault.of(e, file, clock.instant());
            boolean known = before.fault()
                    .filter(old -> old.message().equals(fault.message()))
                    .isPresent();
            if (!known) {
                current = new Current(before.withFault(fault), current.classifier());
                LOGGER.error("The rules in use are kept, because the new ones have a fault. {}", fault.message());
            }
        }
        return current.state();
    }

    private RulesState read() throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("it is not a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            RuleCatalogue extended = builtIn.extendedBy(file.toString(), in);
            return new RulesState(file, true, extended, clock.instant(), Optional.empty());
        } catch (NoSuchFileException | FileNotFoundException e) {
            return new RulesState(file, false, builtIn, clock.instant(), Optional.empty());
        }
    }

    private void tell(RulesState state) {
        if (!state.present()) {
            LOGGER.info(
                    "{} is not there: the {} built-in rules are in use",
                    file,
                    builtIn.rules().size());
            return;
        }
        RuleChanges changes = state.catalogue().changes();
        LOGGER.info(
                "{} rules are in use. {} adds {}, replaces {}, disables {}, sets the waits of {}, adds {} marks."
                        + " Built-in rules with examples that other rules read now: {}",
                state.catalogue().rules().size(),
                file,
                changes.added(),
                changes.replaced(),
                changes.disabled(),
                changes.retries().stream().map(DeferralClass::token).toList(),
                changes.marks(),
                changes.takenOver());
    }
}
