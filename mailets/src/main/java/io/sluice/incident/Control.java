package io.sluice.incident;

import java.util.Locale;

/**
 * How mail to others than Microsoft fares since the trouble began.
 *
 * @param state what that says
 * @param passed mails that reached somebody
 * @param failed mails that reached nobody, or whose domain could not be looked up
 */
public record Control(State state, int passed, int failed) {
    /** What other mail says about our own network and DNS. */
    public enum State {
        /** It is delivered: network and DNS work. */
        HEALTHY,
        /** It reaches nobody either. */
        FAILING,
        /** There is too little of it to tell. */
        NONE;

        public String token() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
