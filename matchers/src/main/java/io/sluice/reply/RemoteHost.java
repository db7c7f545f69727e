package io.sluice.reply;

/**
 * The host that replied, or should have. Both parts are made printable, as the DNS is hostile too; null becomes empty.
 *
 * @param name the MX or gateway host name, without a trailing dot; empty when it never got that far
 * @param ip the IP address literal; empty when it never got that far
 */
public record RemoteHost(String name, String ip) {
    /** No host was reached, for example because the look-up failed. */
    public static final RemoteHost NONE = new RemoteHost("", "");

    public RemoteHost {
        name = name == null ? "" : ReplyParser.printable(name);
        ip = ip == null ? "" : ReplyParser.printable(ip);
    }

    @Override
    public String toString() {
        return name.isEmpty() && ip.isEmpty() ? "nobody" : name + "[" + ip + "]";
    }
}
