package io.sluice.reach;

import java.io.IOException;

/** Where MTA-STS policies come from. Implementations are safe for several threads. */
@FunctionalInterface
interface PolicySource {
    /**
     * The text of a domain's policy. Blocks, bounded.
     *
     * @throws IOException when there is none to be had; the message says why
     */
    String fetch(String domain) throws IOException;
}
