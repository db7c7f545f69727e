package io.sluice.mailets;

import com.google.common.collect.ImmutableList;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.mailet.base.GenericMailet;

/** For mailets that take no parameters but those that James reads itself. */
final class NoParameters {
    private static final Set<String> OF_JAMES = Set.of("onMailetException", "onMatcherException");

    private NoParameters() {}

    /** @throws MessagingException if there is one */
    static void require(String name, GenericMailet mailet) throws MessagingException {
        for (String given : ImmutableList.copyOf(mailet.getInitParameterNames())) {
            if (!OF_JAMES.contains(given)) {
                throw new MessagingException(
                        "mailetcontainer.xml, " + name + ": unknown parameter <" + given + ">; it takes none");
            }
        }
    }
}
