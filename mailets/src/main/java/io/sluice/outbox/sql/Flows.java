package io.sluice.outbox.sql;

import io.sluice.outbox.Band;
import io.sluice.outbox.Entry;
import io.sluice.outbox.LeaseFilter;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The flows of a lane during one lease: the queued entries that share sender domain, tenant and priority. A flow waits
 * until it is due, then goes round with the others of its band, or stands behind a closed gate.
 */
interface Flows {
    /** A flow that goes round. */
    record Flow(long id, String senderDomain, String tenant, int priority, long due) {}

    /** Brings round what is due now and what stands behind gates that may be open by now; says whether there was any. */
    boolean bringRound() throws SQLException;

    /** The best flow of the first sender domain after the given one. */
    Optional<Flow> after(Band band, String senderDomain) throws SQLException;

    /** The best flow of the given sender domain, or else of the first after it. */
    Optional<Flow> from(Band band, String senderDomain) throws SQLException;

    boolean isDue(Flow flow);

    /** The first entry of a flow that is due, for {@link #take}; nobody else can take it now. */
    Optional<Long> head(Flow flow) throws SQLException;

    /** Marks such an entry as in flight; false when it cannot be read, and was set aside instead. */
    boolean take(long id) throws SQLException;

    /** What was taken, in that order; without what turns out to be damaged, which is set aside. */
    List<Entry> taken() throws SQLException;

    /** Whether a flow has entries that are due, but all of them are passed over because they are damaged. */
    boolean hasOnlyPassedOver(Flow flow) throws SQLException;

    /** Lets a flow stand for a while that has nothing but what is passed over. */
    void waitBehindDamage(Flow flow) throws SQLException;

    /** Sets a flow right that does not have the entry which it says is due. */
    void repair(Flow flow) throws SQLException;

    /** Lets a flow wait until it is due. */
    void waitUntilDue(Flow flow) throws SQLException;

    /** Lets a flow wait behind a closed gate. */
    void waitBehind(Flow flow, LeaseFilter.Closed closed) throws SQLException;

    /** As the tables have it. */
    static int number(Band band) {
        return switch (band) {
            case BULK -> 0;
            case NORMAL -> 1;
            case URGENT -> 2;
        };
    }
}
