package io.sluice.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.delivery.HeldMail;
import io.sluice.outbox.HeldFilter;
import io.sluice.outbox.Outbox;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.james.server.task.json.JsonTaskAdditionalInformationSerializer;
import org.apache.james.server.task.json.JsonTaskSerializer;
import org.apache.james.server.task.json.dto.AdditionalInformationDTOModule;
import org.apache.james.task.Task;
import org.junit.jupiter.api.Test;

/** James can write the task down and read it back. */
class SluiceTasksTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final HeldMail held =
            new HeldMail(SluiceTasksTest::none, end -> {}, () -> {}, (entry, text) -> HeldMail.Bounce.DONE);
    private final HeldReport report = new HeldReport(SluiceTasksTest::none);
    private final SluiceTasks module = new SluiceTasks(held, report, CLOCK);

    @Test
    void theTaskAndItsFilter() throws IOException {
        HeldFilter filter = HeldFilter.ofReason("asked")
                .heldBy(NOW)
                .between(Optional.of("ann@example.com"), Optional.of("bob@outlook.com"));
        HeldAction action = new HeldAction("reschedule", Optional.of(NOW.plusSeconds(60)), Optional.empty());
        JsonTaskSerializer serializer = new JsonTaskSerializer(module.taskDTOModules());

        Task read = serializer.deserialize(serializer.serialize(new HeldTask(held, report, action, filter, 7, CLOCK)));

        assertThat(read).isInstanceOfSatisfying(HeldTask.class, task -> {
            assertThat(task.action()).isEqualTo(action);
            assertThat(task.filter()).isEqualTo(filter);
            assertThat(task.expected()).isEqualTo(7);
        });
    }

    @Test
    void howFarItIs() throws IOException {
        HeldTask.Progress progress = new HeldTask.Progress("delete", 3, 2, 1, NOW);
        JsonTaskAdditionalInformationSerializer serializer = JsonTaskAdditionalInformationSerializer.of(
                module.taskAdditionalInformationDTOModules().toArray(AdditionalInformationDTOModule<?, ?>[]::new));

        assertThat(serializer.deserialize(serializer.serialize(progress))).isEqualTo(progress);
    }

    private static Outbox none() {
        throw new AssertionError("nobody asks the outbox");
    }
}
