package io.sluice.webadmin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import org.junit.jupiter.api.Test;

class RuleRoutesTest {
    @Test
    void saysWhatToAddWhenTheModuleIsNotConfigured() {
        assertThatThrownBy(() -> Guice.createInjector().getInstance(RuleRoutes.class))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("guice.extension.module=io.sluice.SluiceModule");
    }
}
