package io.sluice.webadmin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import com.google.inject.Injector;
import java.time.Clock;
import java.util.ArrayList;
import org.apache.james.task.TaskManager;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.apache.james.webadmin.authentication.NoAuthenticationFilter;
import org.junit.jupiter.api.Test;

class SluiceRoutesTest {
    @Test
    void saysWhatToAddWhenTheModuleIsNotConfigured() {
        Injector james = Guice.createInjector(binder -> {
            binder.bind(Clock.class).toInstance(Clock.systemUTC());
            binder.bind(AuthenticationFilter.class).to(NoAuthenticationFilter.class);
            binder.bind(TaskManager.class).toInstance(new TasksAtOnce(new ArrayList<>()));
        });

        assertThatThrownBy(() -> james.getInstance(SluiceRoutes.class))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("guice.extension.module=io.sluice.SluiceModule");
    }
}
