package io.sluice.outbox;

import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** All that every outbox does. An implementation's test gives an empty one whose clock stands at {@link Mails#NOW}. */
public interface OutboxContract
        extends StorageContract,
                LeaseContract,
                SettlementContract,
                QuestionContract,
                FairnessContract,
                LaneMemoryContract,
                NoticeContract,
                HoldContract,
                RouteContract,
                HistoryContract,
                SteeringContract {
    @Test
    default void refusesWorkAfterTheClose() {
        outbox().close();
        outbox().close();

        assertThatThrownBy(() -> outbox().store(message("m"), List.of(entry()))).isInstanceOf(OutboxException.class);
        assertThatThrownBy(() -> outbox().size()).isInstanceOf(OutboxException.class);
        assertThat(outbox().settle(new Settlement(1, Set.of(), List.of()))).isCompletedExceptionally();
    }
}
