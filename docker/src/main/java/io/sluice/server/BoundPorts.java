package io.sluice.server;

import java.util.OptionalInt;
import java.util.Properties;
import java.util.function.IntSupplier;
import org.apache.james.GuiceJamesServer;
import org.apache.james.modules.protocols.SmtpGuiceProbe;
import org.apache.james.utils.WebAdminGuiceProbe;

/**
 * The ports that a started server listens on, as bound: never 0.
 *
 * @param smtp of the first SMTP server of {@code smtpserver.xml}; empty when SMTP is off
 * @param webAdmin empty when WebAdmin is off
 */
record BoundPorts(OptionalInt smtp, OptionalInt webAdmin) {
    static BoundPorts of(GuiceJamesServer started) {
        return new BoundPorts(
                bound(() -> started.getProbe(SmtpGuiceProbe.class).getSmtpPort().getValue()),
                bound(() -> started.getProbe(WebAdminGuiceProbe.class)
                        .getWebAdminPort()
                        .getValue()));
    }

    private static OptionalInt bound(IntSupplier port) {
        try {
            return OptionalInt.of(port.getAsInt());
        } catch (IllegalStateException off) {
            return OptionalInt.empty();
        }
    }

    Properties asProperties() {
        Properties properties = new Properties();
        smtp.ifPresent(port -> properties.setProperty("smtp", Integer.toString(port)));
        webAdmin.ifPresent(port -> properties.setProperty("webadmin", Integer.toString(port)));
        return properties;
    }

    String describe() {
        return "SMTP on " + describe(smtp) + ", WebAdmin on " + describe(webAdmin);
    }

    private static String describe(OptionalInt port) {
        return port.isPresent() ? "port " + port.getAsInt() : "no port (off)";
    }
}
