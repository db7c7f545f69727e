package io.sluice.webadmin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.delivery.HeldMail;
import io.sluice.outbox.HeldFilter;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.server.task.json.TaskExtensionModule;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.server.task.json.dto.AdditionalInformationDTOModule;
import org.apache.james.server.task.json.dto.TaskDTO;
import org.apache.james.server.task.json.dto.TaskDTOModule;
import org.apache.james.task.Task;
import org.apache.james.task.TaskExecutionDetails;

/**
 * How James writes the task down that changes held mail: {@code GET /tasks/ID} shows how far it is, and servers that share
 * their tasks can pass it on. Named in {@code conf/extensions.properties}:
 *
 * <pre>guice.extension.task=io.sluice.webadmin.SluiceTasks</pre>
 */
public class SluiceTasks implements TaskExtensionModule {
    private final HeldMail held;
    private final HeldReport report;
    private final Clock clock;

    @Inject
    public SluiceTasks(HeldMail held, HeldReport report, Clock clock) {
        this.held = held;
        this.report = report;
        this.clock = clock;
    }

    /** The task. */
    record TaskForm(
            @JsonProperty("type") String type,
            @JsonProperty("action") String action,
            @JsonProperty("until") Optional<Instant> until,
            @JsonProperty("text") Optional<String> text,
            @JsonProperty("reason") Optional<String> reason,
            @JsonProperty("lane") Optional<String> lane,
            @JsonProperty("senderDomain") Optional<String> senderDomain,
            @JsonProperty("heldBy") Optional<Instant> heldBy,
            @JsonProperty("sender") Optional<String> sender,
            @JsonProperty("recipient") Optional<String> recipient,
            @JsonProperty("expected") long expected)
            implements TaskDTO {
        @Override
        public String getType() {
            return type;
        }
    }

    /** How far it is. */
    record ProgressForm(
            @JsonProperty("type") String type,
            @JsonProperty("timestamp") Instant timestamp,
            @JsonProperty("action") String action,
            @JsonProperty("expected") long expected,
            @JsonProperty("done") long done,
            @JsonProperty("failed") long failed)
            implements AdditionalInformationDTO {
        @Override
        public String getType() {
            return type;
        }

        @Override
        public Instant getTimestamp() {
            return timestamp;
        }
    }

    @Override
    public Set<TaskDTOModule<? extends Task, ? extends TaskDTO>> taskDTOModules() {
        return Set.of(new TaskDTOModule<>(
                (task, type) -> form(task, type),
                this::task,
                HeldTask.class,
                TaskForm.class,
                HeldTask.TYPE.asString()));
    }

    @Override
    public Set<
                    AdditionalInformationDTOModule<
                            ? extends TaskExecutionDetails.AdditionalInformation, ? extends AdditionalInformationDTO>>
            taskAdditionalInformationDTOModules() {
        return Set.of(new AdditionalInformationDTOModule<>(
                (progress, type) -> new ProgressForm(
                        type,
                        progress.timestamp(),
                        progress.action(),
                        progress.expected(),
                        progress.done(),
                        progress.failed()),
                form -> new HeldTask.Progress(
                        form.action(), form.expected(), form.done(), form.failed(), form.timestamp()),
                HeldTask.Progress.class,
                ProgressForm.class,
                HeldTask.TYPE.asString()));
    }

    private static TaskForm form(HeldTask task, String type) {
        HeldFilter filter = task.filter();
        return new TaskForm(
                type,
                task.action().name(),
                task.action().until(),
                task.action().text(),
                filter.reason(),
                filter.lane(),
                filter.senderDomain(),
                filter.heldBy(),
                filter.sender(),
                filter.recipient(),
                task.expected());
    }

    private HeldTask task(TaskForm form) {
        HeldFilter filter = new HeldFilter(
                form.reason(), form.lane(), form.senderDomain(), form.heldBy(), form.sender(), form.recipient());
        HeldAction action = new HeldAction(form.action(), form.until(), form.text());
        return new HeldTask(held, report, action, filter, form.expected(), clock);
    }
}
