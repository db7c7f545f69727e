package io.sluice.it.dashboard;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.james.JamesSetup;
import java.util.function.BiFunction;

/** A real server in a world of simulated receivers, which talk TLS with a certificate of their own, and its dashboard. */
record WatchedServer(MicrosoftWorld world, JamesServer james, Dashboard dashboard) implements AutoCloseable {

    /** Starts them. */
    static WatchedServer start(BiFunction<MicrosoftWorld, JamesSetup, JamesSetup> further) {
        MicrosoftWorld world = MicrosoftWorld.start();
        JamesSetup setup = world.james()
                .withFastLanes()
                .mailet("MicrosoftRemoteDelivery", "verifyServerIdentity", "false")
                .mailet("MicrosoftRemoteDelivery", "mail.smtp.ssl.trust", "*");
        JamesServer james = further.apply(world, setup).start();
        return new WatchedServer(world, james, new Dashboard(james));
    }

    @Override
    public void close() {
        dashboard.close();
        james.close();
        world.close();
    }
}
