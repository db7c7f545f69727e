package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.delivery.OutboxSource.Loan;
import io.sluice.outbox.OutboxException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.configuration2.PropertiesConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxServiceTest {
    @TempDir
    Path directory;

    @Test
    void keepsTheOutboxOpenAfterTheStopUntilTheLastLoanIsReturned() {
        OutboxService service = service();
        Loan first = service.borrow();
        Loan second = service.borrow();

        service.stop();
        first.close();

        assertThat(second.outbox().size()).isZero();
        second.close();
        assertThatThrownBy(() -> second.outbox().size()).isInstanceOf(OutboxException.class);
    }

    @Test
    void countsALoanThatIsReturnedTwiceOnce() {
        OutboxService service = service();
        Loan first = service.borrow();
        Loan second = service.borrow();
        service.stop();

        first.close();
        first.close();

        assertThat(second.outbox().size()).isZero();
        second.close();
    }

    @Test
    void tellsItsUsersWhenTheServerStopsAlsoAfterOneFailed() {
        OutboxService service = service();
        List<String> told = new ArrayList<>();
        service.onStop(() -> {
            throw new IllegalStateException("fails");
        });
        service.onStop(() -> told.add("second"));

        service.stop();

        assertThat(told).containsExactly("second");
    }

    @Test
    void lendsNothingOnceItIsClosed() {
        OutboxService service = service();
        service.get();

        service.stop();

        assertThatThrownBy(service::borrow)
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("the server is stopping");
    }

    @Test
    void freesTheDirectoryForTheNextServer() {
        OutboxService service = service();
        service.borrow().close();

        service.stop();

        OutboxService next = service();
        assertThat(next.get().size()).isZero();
        next.stop();
    }

    private OutboxService service() {
        PropertiesConfiguration configuration = new PropertiesConfiguration();
        configuration.setProperty(SluiceSettings.OUTBOX_DIRECTORY, directory.toString());
        return new OutboxService(SluiceSettings.from(configuration), null, Clock.systemUTC());
    }
}
