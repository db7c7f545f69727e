package io.sluice.smtp;

import java.util.List;
import org.apache.james.protocols.api.Response;

/** Says nothing to the client, who is not let go: James's statistics do not take null from a ConnectHandler. */
final class NoResponse implements Response {
    static final Response INSTANCE = new NoResponse();

    private NoResponse() {}

    @Override
    public String getRetCode() {
        return "";
    }

    @Override
    public List<CharSequence> getLines() {
        return List.of();
    }

    @Override
    public boolean isEndSession() {
        return false;
    }
}
