package io.sluice.it.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.mail.Submission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** James's spool does not get on, for whatever reason: from a number of mails on, clients are told to keep theirs. */
class SpoolBacklogTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int MOST = 5;

    private final MicrosoftWorld world = MicrosoftWorld.start();
    private final JamesServer james = world.james()
            .withFastLanes()
            .configure(configuration -> configuration.edit(
                    "smtpserver.xml",
                    xml -> xml.replace("<maxSpooled>50000</maxSpooled>", "<maxSpooled>" + MOST + "</maxSpooled>")))
            .configure(configuration -> configuration.edit(
                    "mailetcontainer.xml", xml -> xml.replace("<threads>8</threads>", "<threads>1</threads>")))
            .start();

    @AfterEach
    void stop() {
        james.close();
        world.close();
    }

    @Test
    void refusesMailFor452FromThatNumberOnAndTakesItAgainWhenTheSpoolIsEmpty() {
        // Who hosts a domain is asked before a mail can leave the spool; nobody answers.
        world.dns().silent("slow.example");
        List<ProbeMail> acknowledged = new ArrayList<>();

        String refusal = await("a refusal").atMost(SOON).until(() -> submitOne(acknowledged), why -> !why.isEmpty());

        assertThat(refusal).startsWith("452 4.3.1 ").contains("more than " + MOST + " mails wait on the spool");
        world.dns().forget("slow.example");
        await("mail is taken again").atMost(SOON).until(() -> submitOne(acknowledged)
                .isEmpty());
        assertThat(acknowledged).hasSizeGreaterThan(MOST);
        assertThat(james.logs()).contains("Mail is answered 452 for now: more than " + MOST, "Mail is taken again");
    }

    /** The refusal; empty when the mail was taken. */
    private String submitOne(List<ProbeMail> acknowledged) {
        Submission submission =
                james.submit(List.of(ProbeMail.to("user@d" + acknowledged.size() + ".slow.example")), 1);
        acknowledged.addAll(submission.acknowledged());
        return submission.refused().isEmpty() ? "" : submission.refused().get(0).why();
    }
}
