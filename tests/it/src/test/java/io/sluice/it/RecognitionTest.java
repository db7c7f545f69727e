package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.AcceptedMail;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who gets which mail, and over which lane. */
@ExtendWith(SharedSluice.class)
class RecognitionTest {
    private final Sluice sluice;

    RecognitionTest(Sluice sluice) {
        this.sluice = sluice;
    }

    @Test
    void deliversOneMailToConsumerBusinessAndOtherRecipients() {
        long overConsumer = sluice.consumerLane().accepted();
        long overBusiness = sluice.businessLane().accepted();
        ProbeMail mail = ProbeMail.to("ann@hotmail.com", "bob@contoso.com", "cat@example.org");

        sluice.submit(mail);

        assertThat(sluice.awaitDelivered(mail)).hasSize(3).allSatisfy(Sluice::once);
        assertThat(recipients(sluice.consumer().ledger().accepted())).containsExactly("ann@hotmail.com");
        assertThat(recipients(sluice.business().ledger().accepted())).containsExactly("bob@contoso.com");
        assertThat(recipients(sluice.world().other().ledger().accepted())).containsExactly("cat@example.org");
        assertThat(sluice.consumerLane().accepted() - overConsumer).isEqualTo(1);
        assertThat(sluice.businessLane().accepted() - overBusiness).isEqualTo(1);
    }

    @Test
    void sendsOneTransactionForEachDomain() {
        ProbeMail mail = ProbeMail.to("a@hotmail.com", "b@hotmail.com", "c@contoso.com", "d@fabrikam.com");

        sluice.submit(mail);

        assertThat(sluice.awaitDelivered(mail)).hasSize(4).allSatisfy(Sluice::once);
        assertThat(sluice.consumer().ledger().accepted())
                .extracting(accepted -> Set.copyOf(accepted.recipients()))
                .containsExactly(Set.of("a@hotmail.com", "b@hotmail.com"));
        assertThat(sluice.business().ledger().accepted())
                .extracting(AcceptedMail::recipients)
                .containsExactlyInAnyOrder(List.of("c@contoso.com"), List.of("d@fabrikam.com"));
    }

    @Test
    void knowsATenantByItsHostWithDnssec() {
        long before = sluice.businessLane().accepted();
        sluice.world().hostTenant("dnssec.example", "dnssec-example.a-v1.mx.microsoft");
        ProbeMail mail = ProbeMail.to("ann@dnssec.example");

        sluice.submit(mail);

        assertThat(sluice.awaitDelivered(mail)).allSatisfy(Sluice::once);
        assertThat(sluice.business().ledger().acceptedMails()).isEqualTo(1);
        assertThat(sluice.businessLane().accepted() - before).isEqualTo(1);
    }

    @Test
    void leavesAHostThatOnlyLooksLikeMicrosoftsToStockRemoteDelivery() {
        String mx = "lookalike-example.mail.protection.outlook.com.example";
        sluice.world()
                .dns()
                .mx("lookalike.example", 10, mx + ":" + sluice.world().port())
                .a(mx, sluice.world().other().address().getHostAddress());
        ProbeMail mail = ProbeMail.to("ann@lookalike.example");

        sluice.submit(mail);

        assertThat(sluice.awaitDelivered(mail)).allSatisfy(Sluice::once);
        assertThat(sluice.world().other().ledger().acceptedMails()).isEqualTo(1);
        assertThat(sluice.lanes())
                .extracting(LaneLine::lane)
                .allMatch(lane -> lane.endsWith("/consumer") || lane.endsWith("/business"));
        assertThat(sluice.delivered().of(mail)).isEmpty();
    }

    private static List<String> recipients(List<AcceptedMail> accepted) {
        return accepted.stream().flatMap(mail -> mail.recipients().stream()).toList();
    }
}
