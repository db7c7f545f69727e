package io.sluice.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.reply.DeferralClass;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.RetryBounds;
import io.sluice.reply.RuleCatalogue;
import io.sluice.reply.RuleChanges;
import io.sluice.reply.RuleFileException;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveRulesTest {
    private static final RuleCatalogue BUILT_IN = RuleCatalogue.builtIn();
    private static final SmtpReply FULL = SmtpReply.of("552 5.2.2 Mailbox full", SmtpStage.RCPT, RemoteHost.NONE);
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("rules.xml");
    }

    @Test
    void usesTheBuiltInRulesWithoutAFile() throws IOException {
        LiveRules rules = load();

        assertThat(ruleFor(rules)).isEqualTo("recipient-mailbox-full");
        assertThat(rules.state()).isEqualTo(new RulesState(file, false, BUILT_IN, START, Optional.empty()));
    }

    @Test
    void usesTheRulesOfTheFileFromTheStart() throws IOException {
        write(rule("ours", "5 minutes"));

        LiveRules rules = load();

        assertThat(ruleFor(rules)).isEqualTo("ours");
        assertThat(rules.state().present()).isTrue();
    }

    @Test
    void doesNotStartWithAFaultyFile() {
        write("\n" + rule("ours", "soon"));

        assertThatThrownBy(this::load)
                .isInstanceOf(RuleFileException.class)
                .hasMessageStartingWith(file + ", line 2, rule ours: <verdict> earliest=\"soon\" is not");
    }

    @Test
    void takesAFileThatCameLater() throws IOException {
        LiveRules rules = load();
        write(rule("ours", "5 minutes") + "<retry class='outage' floor='1 minute' cap='9 minutes'/>");
        now.set(START.plusSeconds(60));

        RulesState state = rules.reload();

        assertThat(ruleFor(rules)).isEqualTo("ours");
        assertThat(rules.retryBounds().get(DeferralClass.OUTAGE))
                .isEqualTo(new RetryBounds(Duration.ofMinutes(1), Duration.ofMinutes(9)));
        assertThat(state.loaded()).isEqualTo(START.plusSeconds(60));
        assertThat(state.fault()).isEmpty();
        assertThat(metrics.countFor("sluice.rules.loaded")).isEqualTo(1);
    }

    @Test
    void keepsTheLastGoodRulesWhenTheFileGetsAFault() throws IOException {
        write(rule("ours", "5 minutes"));
        LiveRules rules = load();
        write("\n\n" + rule("theirs", "soon"));
        now.set(START.plusSeconds(60));

        RulesState state = rules.reload();

        assertThat(ruleFor(rules)).isEqualTo("ours");
        assertThat(state.loaded()).isEqualTo(START);
        assertThat(state.fault()).hasValueSatisfying(fault -> {
            assertThat(fault.since()).isEqualTo(START.plusSeconds(60));
            assertThat(fault.message()).startsWith(file + ", line 3, rule theirs: ");
            assertThat(fault.line()).isEqualTo(OptionalInt.of(3));
            assertThat(fault.rule()).contains("theirs");
        });
        assertThat(metrics.countFor("sluice.rules.refused")).isEqualTo(1);
    }

    @Test
    void keepsTheTimeAtWhichAFaultWasFoundFirst() throws IOException {
        LiveRules rules = load();
        write(rule("ours", "soon"));
        rules.reload();
        now.set(START.plusSeconds(60));

        RulesState state = rules.reload();

        assertThat(state.fault()).map(RulesState.Fault::since).contains(START);
    }

    @Test
    void forgetsTheFaultWhenTheFileIsMended() throws IOException {
        LiveRules rules = load();
        write(rule("ours", "soon"));
        rules.reload();
        write(rule("ours", "5 minutes"));

        RulesState state = rules.reload();

        assertThat(state.fault()).isEmpty();
        assertThat(ruleFor(rules)).isEqualTo("ours");
    }

    @Test
    void goesBackToTheBuiltInRulesWhenTheFileIsGone() throws IOException {
        write(rule("ours", "5 minutes"));
        LiveRules rules = load();
        Files.delete(file);

        RulesState state = rules.reload();

        assertThat(ruleFor(rules)).isEqualTo("recipient-mailbox-full");
        assertThat(state.present()).isFalse();
        assertThat(state.catalogue().changes()).isEqualTo(RuleChanges.NONE);
    }

    @Test
    void keepsTheRulesWhenTheFileBecomesADirectory() throws IOException {
        LiveRules rules = load();
        Files.createDirectory(file);

        RulesState state = rules.reload();

        assertThat(state.fault()).map(RulesState.Fault::message).contains(file + " cannot be read: it is not a file");
    }

    @Test
    void classifiesByTheOldOrTheNewRulesWhileTheyChange() throws Exception {
        write(rule("ours", "5 minutes"));
        LiveRules rules = load();
        AtomicBoolean end = new AtomicBoolean();
        Callable<Set<String>> reader = () -> Stream.generate(() -> ruleFor(rules))
                .takeWhile(id -> !end.get())
                .collect(Collectors.toSet());
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<Set<String>>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(threads.submit(reader));
            }
            for (int i = 0; i < 20; i++) {
                write(i % 2 == 0 ? rule("theirs", "5 minutes") : rule("ours", "5 minutes"));
                rules.reload();
                write(rule("broken", "soon"));
                rules.reload();
            }
            end.set(true);
            for (Future<Set<String>> each : readers) {
                assertThat(each.get()).isSubsetOf("ours", "theirs");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(ruleFor(rules)).isEqualTo("ours");
    }

    private LiveRules load() throws IOException {
        return LiveRules.load(BUILT_IN, file, now::get, metrics);
    }

    private static String ruleFor(LiveRules rules) {
        return rules.classify(FULL, Optional.of(Service.BUSINESS)).ruleId();
    }

    private void write(String parts) {
        try {
            Files.writeString(file, "<replies>" + parts + "</replies>");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String rule(String id, String earliest) {
        return "<rule id='" + id + "'><match code='552' enhanced='5.2.2'/>"
                + "<verdict class='outage' scope='recipient' remedy='wait' earliest='" + earliest + "'/>"
                + "<advice>Wait for it.</advice><source verified='seen'>A log</source>"
                + "<example>552 5.2.2 Mailbox full</example></rule>";
    }
}
