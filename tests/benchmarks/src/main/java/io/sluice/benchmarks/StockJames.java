package io.sluice.benchmarks;

import io.sluice.testkit.james.Configuration;
import io.sluice.testkit.james.JamesSetup;

/** The same server without Sluice: neither its jars nor the lines of the sample configuration that name it. */
public final class StockJames {
    private StockJames() {}

    /** Takes Sluice out of a set-up. */
    public static JamesSetup of(JamesSetup setup) {
        return setup.withoutExtensions().configure(StockJames::removeSluice);
    }

    private static void removeSluice(Configuration configuration) {
        configuration.without("sluice.properties");
        configuration.edit("webadmin.properties", text -> text.replaceAll("(?m)^extensions\\.routes=.*$", ""));
        configuration.edit("healthcheck.properties", text -> text.replaceAll("(?m)^additional\\.healthchecks=.*$", ""));
        configuration.edit(
                "smtpserver.xml", xml -> xml.replaceAll("(?s)<handler class=\"io\\.sluice\\.[^>]*>.*?</handler>", ""));
        configuration.edit("mailetcontainer.xml", xml -> xml.replaceAll(
                        "(?s)<mailet [^>]*match=\"io\\.sluice\\.[^>]*>.*?</mailet>", "")
                .replace("class=\"io.sluice.mailets.SendDsn\"", "class=\"DSNBounce\""));
    }
}
