package io.sluice.cli;

import io.sluice.reply.Explanation;
import io.sluice.reply.RuleCatalogue;

/** Explains what was judged. */
final class Why {
    private final RuleCatalogue catalogue;
    private final Judge judge;

    Why(RuleCatalogue catalogue, Judge judge) {
        this.catalogue = catalogue;
        this.judge = judge;
    }

    Explanation of(Judged judged) {
        return catalogue.explain(judge.asRead(judged), judge.service(judged.sighting()));
    }
}
