package io.sluice.it;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives all test classes that need no configuration of their own the same server, because a start takes long. */
final class SharedSluice implements ParameterResolver, BeforeEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(SharedSluice.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        sluice(context).reset();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Sluice.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return sluice(context);
    }

    private static Sluice sluice(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Shared.class, key -> new Shared(Sluice.start()), Shared.class)
                .sluice();
    }

    /** Closed by JUnit after the last class. */
    private record Shared(Sluice sluice) implements CloseableResource {
        @Override
        public void close() {
            sluice.close();
        }
    }
}
