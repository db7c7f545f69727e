package io.sluice.webadmin;

import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.outbox.HeldFilter;
import io.sluice.outbox.HoldTerms;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Held mail is found and changed. */
class HeldRoutesTest extends RoutesFixture {
    private static final String HELD = "/microsoft/held";
    private static final HoldTerms ASKED = new HoldTerms("asked", Optional.empty());

    @Test
    void findsHeldMailByItsAddresses() {
        long id = rig.put(entry("ann@outlook.com").held(ASKED));
        rig.put(entry("bob@outlook.com").held(ASKED));

        JsonNode page = rig.get(HELD + "?recipient=ann@outlook.com&sender=Sender@example.com&reason=*")
                .body();

        assertThat(page.path("entries").findValuesAsText("entry")).containsExactly(Long.toString(id));
        assertThat(rig.get(HELD + "/{entry}", HELD + "/" + id).body().path("to").asText())
                .isEqualTo("ann@outlook.com");
        assertThat(rig.get(HELD + "/{entry}", HELD + "/x").status()).isEqualTo(404);
    }

    @Test
    void deletesByFilterWhatADryRunCounted() {
        for (int i = 0; i < 3; i++) {
            rig.put(entry("ann@outlook.com").held(ASKED));
        }
        rig.put(entry().held(new HoldTerms("other", Optional.empty())));

        JsonNode dry = rig.post(HELD + "?action=delete&reason=asked&dryRun").body();
        assertThat(dry.path("matching").asLong()).isEqualTo(3);
        assertThat(rig.outbox.size()).isEqualTo(4);
        WebAdminRig.Reply reply = rig.post(HELD + "?action=delete&reason=asked&expected=3&heldBy="
                + dry.path("heldBy").asText());

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.body().path("taskId").asText()).isNotEmpty();
        assertThat(rig.outbox.size()).isEqualTo(1);
        assertThat(rig.tasks).singleElement().satisfies(task -> assertThat(task.details())
                .contains(new HeldTask.Progress("delete", 3, 3, 0, NOW)));
    }

    @Test
    void doesNothingWhenOthersMatchThanWereCounted() {
        rig.put(entry().held(ASKED));

        WebAdminRig.Reply reply = rig.post(HELD + "?action=delete&reason=asked&expected=2");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.message()).contains("1 that match, not 2");
        assertThat(rig.outbox.size()).isEqualTo(1);
    }

    @Test
    void dryRunSaidToBeFalseIsNone() {
        rig.put(entry().held(ASKED));

        assertThat(rig.post(HELD + "?action=release&reason=asked&dryRun=false").status())
                .isEqualTo(400);
        assertThat(rig.post(HELD + "?action=release&reason=asked&dryRun=false&expected=1")
                        .status())
                .isEqualTo(201);
        assertThat(rig.outbox.countHeld(HeldFilter.ALL)).isZero();
    }

    @Test
    void bouncesByFilter() {
        long first = rig.put(entry().held(ASKED));
        long second = rig.put(entry().held(ASKED));

        rig.post(HELD + "?action=bounce&reason=asked&text=Sent%20by%20mistake&expected=2");

        assertThat(rig.bounced).containsExactly(first + ": Sent by mistake", second + ": Sent by mistake");
    }

    @Test
    void changesOneHeldEntry() {
        long released = rig.put(entry().held(ASKED));
        long later = rig.put(entry().held(ASKED));
        long deleted = rig.put(entry().held(ASKED));
        long bounced = rig.put(entry().held(ASKED));
        String one = HELD + "/{entry}";

        assertThat(rig.post(one, HELD + "/" + released + "?action=release").status())
                .isEqualTo(204);
        assertThat(rig.post(one, HELD + "/" + later + "?action=reschedule&until=1%20hour")
                        .status())
                .isEqualTo(204);
        assertThat(rig.post(one, HELD + "/" + deleted + "?action=delete").status())
                .isEqualTo(204);
        assertThat(rig.post(one, HELD + "/" + bounced + "?action=bounce").status())
                .isEqualTo(204);

        assertThat(rig.outbox.heldEntry(later).orElseThrow().hold().until()).contains(NOW.plusSeconds(3600));
        assertThat(rig.outbox.entry(deleted)).isEmpty();
        assertThat(rig.bounced).containsExactly(bounced + ": ");
        assertThat(rig.post(one, HELD + "/" + released + "?action=delete").status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?action=release",
                "?action=burn&reason=asked",
                "?action=release&reason=asked",
                "?action=release&reason=asked&expected=-1",
                "?action=release&reason=asked&dryRun=perhaps",
                "?action=release&reason=a%20b&dryRun",
                "?action=release&heldBy=1%20hour&dryRun",
                "?action=release&reason=asked&text=why&dryRun",
                "?action=delete&reason=asked&until=1%20hour&dryRun",
                "?action=reschedule&reason=asked&dryRun",
                "?action=reschedule&reason=asked&until=now&dryRun",
                "?action=bounce&reason=asked&text=a%0D%0Ab&dryRun",
                "?action=release&sender=a&sender=b&dryRun",
                "?action=release&all=true&dryRun"
            })
    void refusesChangesThatItDoesNotUnderstand(String query) {
        rig.put(entry().held(ASKED));

        assertThat(rig.post(HELD, HELD + query).status()).isEqualTo(400);
        assertThat(rig.outbox.countHeld(HeldFilter.ALL)).isEqualTo(1);
    }

    @Test
    void saysSoWhenTheOutboxCannotBeReached() {
        rig.outbox.close();

        WebAdminRig.Reply reply = rig.get(HELD);

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.message()).startsWith("The outbox cannot be reached");
    }
}
