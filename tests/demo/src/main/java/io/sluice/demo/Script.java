package io.sluice.demo;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.microsoft.MicrosoftReceiver;
import io.sluice.testkit.smtp.Behaviour;
import io.sluice.testkit.smtp.Rule;
import io.sluice.testkit.smtp.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

/** How the receivers behave while the demonstration runs, scene by scene. For one thread. */
final class Script {
    private static final int CONSUMER_MAILS = 40;
    private static final Duration CONSUMER_TIME = Duration.ofSeconds(10);
    private static final int CONSUMER_CONNECTIONS = 1;
    private static final int REFUSALS_OF_A_MAILBOX = 2;

    private final MicrosoftReceiver consumer;
    private final MicrosoftReceiver business;
    private final Queue<Scene> scenes = new PriorityQueue<>(Comparator.comparing(Scene::at));

    /**
     * Something that changes.
     *
     * @param at when, counted from the first mail
     * @param lines what happens, and what to look at
     */
    record Scene(Duration at, List<String> lines, Runnable change) {}

    Script(MicrosoftWorld world) {
        consumer = world.consumer();
        business = world.business();
        oddRecipients();
        rateLimit();
        busyTenant();
        outage();
        connectionLimit();
    }

    /** The scenes whose time has come; each is told once, and is in force when this returns. */
    List<Scene> due(Duration now) {
        List<Scene> due = new ArrayList<>();
        while (!scenes.isEmpty() && scenes.peek().at().compareTo(now) <= 0) {
            Scene scene = scenes.poll();
            scene.change().run();
            due.add(scene);
        }
        return due;
    }

    private void scene(int second, Runnable change, String... lines) {
        scenes.add(new Scene(Duration.ofSeconds(second), List.of(lines), change));
    }

    private void oddRecipients() {
        consumer.doesNotKnow(Traffic.NOBODY);
        consumer.smtp()
                .when(Stage.RCPT)
                .localPart(Traffic.BUSY_MAILBOX)
                .first(1)
                .answers(c -> consumer.replies().recipientOverHourlyLimit());
        business.smtp()
                .when(Stage.RCPT)
                .localPart(Traffic.FULL_MAILBOX)
                .each(c -> c.recipient())
                .first(REFUSALS_OF_A_MAILBOX)
                .answers("452 4.2.2 The recipient's mailbox is full and can't accept messages now");
        business.splitsRegions(recipient -> recipient.startsWith("us.") ? "us" : "eu");
    }

    private void rateLimit() {
        scene(
                0,
                () -> consumer.allows(CONSUMER_MAILS, CONSUMER_TIME).punishing(Duration.ofSeconds(1)),
                "hotmail.com and its sisters rate-limit us: 4 mails a second, to more they say 451 4.7.650 (S775).",
                "Watch the consumer lane slow down, try with a single mail, and go on below that rate;"
                        + " business takes no notice.");
    }

    private void busyTenant() {
        Rule busy = business.smtp().when(Stage.END_OF_DATA).recipientsIn(Traffic.BUSY_TENANT);
        scene(
                3,
                () -> busy.answers("432 4.3.2 STOREDRV.Deliver; mailbox database thread limit exceeded"),
                "The mailboxes of " + Traffic.BUSY_TENANT + " are busy (432 4.3.2).",
                "Its mail waits (deferred as service-throttle); other tenants on the same lane do not.");
        scene(14, () -> business.smtp().remove(busy), Traffic.BUSY_TENANT + " has time again.");
    }

    private void outage() {
        Rule attr17 = business.smtp().when(Stage.MAIL).where(c -> c.session() % 2 == 0);
        Rule prx9 = business.smtp().when(Stage.MAIL);
        scene(
                8,
                () -> {
                    attr17.answers(c -> business.replies().attr17());
                    prx9.answers(c -> business.replies().prx9());
                },
                "Exchange Online has a fault (451 ... ATTR17 and PRX9). That is nobody's fault here.",
                "Watch the business lane close after a few refusals instead of trying all its mail in vain.");
        scene(
                12,
                () -> {
                    business.smtp().remove(attr17);
                    business.smtp().remove(prx9);
                },
                "The fault is over. One mail tests the business lane, then the others follow.");
    }

    private void connectionLimit() {
        Behaviour[] limit = new Behaviour[1];
        scene(
                17,
                () -> limit[0] = consumer.allowsConnections(CONSUMER_CONNECTIONS),
                "Outlook.com now allows a single connection, where we like to use 5: 451 4.7.652 (S3115).",
                "Watch for the deferral class connection-limit: the lane makes do with fewer connections.");
        scene(23, () -> consumer.smtp().remove(limit[0]), "The connection limit is gone; the rate limit stays.");
    }
}
