package io.sluice.cli;

import io.sluice.cli.input.Sighting;
import io.sluice.reply.ReplyParts;
import io.sluice.reply.Verdict;

/**
 * A reply of the input, and what the rules make of it.
 *
 * @param sighting the reply and where it stands
 * @param verdict what it means
 * @param assumed whether nothing but its words tells that it is Microsoft's
 */
record Judged(Sighting sighting, Verdict verdict, boolean assumed) {
    /** What Microsoft put into the reply. */
    ReplyParts parts() {
        return verdict.parts();
    }

    /** Whether a rule knows more of it than its codes. */
    boolean known() {
        return verdict.known();
    }
}
