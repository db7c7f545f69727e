package io.sluice.benchmarks.live;

import io.sluice.benchmarks.Backlog;
import io.sluice.benchmarks.StockJames;
import io.sluice.reply.RetryBounds;
import io.sluice.reply.RuleCatalogue;
import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.james.JamesSetup;
import io.sluice.testkit.smtp.SimulatedReceiver;
import java.time.Duration;

/**
 * Who sends. Both on the sample configuration with the JVM options of {@code docker/run.sh}, and both with the waiting
 * times of a mail divided by {@value #SCALE}, so that a minute of the wild is a second here: the bounds of each class for
 * Sluice, {@code delayTime} for stock. What a lane knows at its start, and how it learns, are the published defaults.
 */
enum Contender {
    /** The lanes, for mail to Microsoft; the rest goes by stock {@code RemoteDelivery}, as in the sample configuration. */
    SLUICE("Sluice") {
        @Override
        JamesSetup configured(MicrosoftWorld world, JamesSetup setup) {
            RuleCatalogue.builtIn()
                    .retryBounds()
                    .forEach((type, bounds) ->
                            setup.mailet("MicrosoftRemoteDelivery", "retry." + type.token(), scaled(bounds)));
            return setup;
        }

        @Override
        long waiting(Backlog backlog) {
            return super.waiting(backlog) + backlog.outbox();
        }
    },
    /** {@code RemoteDelivery} alone, without anything of Sluice in the server. */
    STOCK("stock") {
        @Override
        JamesSetup configured(MicrosoftWorld world, JamesSetup setup) {
            Mail.DOMAINS
                    .get(Mail.BUSINESS)
                    .forEach(domain -> nameWithPort(
                            world,
                            domain,
                            ".mail.protection.outlook.com",
                            world.business().smtp()));
            Mail.DOMAINS
                    .get(Mail.CONSUMER)
                    .forEach(domain -> nameWithPort(
                            world,
                            domain,
                            ".olc.protection.outlook.com",
                            world.consumer().smtp()));
            return StockJames.of(setup);
        }
    };

    /** By what waiting times are divided. */
    static final int SCALE = 60;

    /** Those of the sample configuration, divided. */
    private static final String DELAYS = "5 sec, 15 sec, 1 minute, 3 minutes, 7*6 minutes";

    private final String title;

    Contender(String title) {
        this.title = title;
    }

    /** Its name in results. */
    String title() {
        return title;
    }

    /** Starts the server. */
    final JamesServer start(MicrosoftWorld world) {
        return configured(world, world.james().jvm("-Xmx512m"))
                .mailet("RemoteDelivery", "delayTime", DELAYS)
                .start();
    }

    abstract JamesSetup configured(MicrosoftWorld world, JamesSetup setup);

    /** Mails that are still on their way. */
    long waiting(Backlog backlog) {
        return backlog.queue("spool") + backlog.queue("outgoing");
    }

    private static String scaled(RetryBounds bounds) {
        return millis(bounds.floor()) + " to " + millis(bounds.cap());
    }

    private static String millis(Duration time) {
        return Math.max(1, time.toMillis() / SCALE) + " ms";
    }

    /** As stock James needs it to find another port than 25, see {@link MicrosoftWorld#hostOtherDomain}. */
    private static void nameWithPort(MicrosoftWorld world, String domain, String suffix, SimulatedReceiver receiver) {
        String host = domain.replace('.', '-') + suffix + ":" + world.port();
        world.dns()
                .forget(domain)
                .mx(domain, 10, host)
                .a(host, receiver.address().getHostAddress());
    }
}
