package io.sluice.reply;

/**
 * The host that replied, or should have.
 *
 * @param name the MX or gateway host name, without a trailing dot; empty when it never got that far
 * @param ip the IP address literal; empty when it never got that far
 */
public record RemoteHost(String name, String ip) {
    /** No host was reached, for example because the look-up failed. */
    public static final RemoteHost NONE = new RemoteHost("", "");

    @Override
    public String toString() {
        return name + "[" + ip + "]";
    }
}
