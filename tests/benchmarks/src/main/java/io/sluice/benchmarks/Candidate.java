package io.sluice.benchmarks;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.smtp.SimulatedReceiver;

/** The two that are compared. Each gets the mail of one domain, by the sample configuration as it is. */
enum Candidate {
    /** {@code MicrosoftRemoteDelivery}; its queue is the outbox. */
    SLUICE("Sluice", "contoso.com") {
        @Override
        SimulatedReceiver receiver(MicrosoftWorld world) {
            return world.business().smtp();
        }
    },
    /** James's own {@code RemoteDelivery}; its queue is a mail queue on the embedded ActiveMQ. */
    STOCK("stock", "example.org") {
        @Override
        SimulatedReceiver receiver(MicrosoftWorld world) {
            return world.other();
        }
    };

    private final String title;
    private final String domain;

    Candidate(String title, String domain) {
        this.title = title;
        this.domain = domain;
    }

    /** Its name in results. */
    String title() {
        return title;
    }

    /** The domain of its recipients. */
    String domain() {
        return domain;
    }

    /** Where its mail goes. */
    abstract SimulatedReceiver receiver(MicrosoftWorld world);
}
