package io.sluice.cli;

import com.google.re2j.Pattern;

/** Takes out of a reply what tells one mail or one server from another, so that it may be shown to others. */
final class Redaction {
    private static final int LONGEST = 200;
    private static final Pattern ADDRESS = Pattern.compile("<?[^\\s<>@,;:]+@[^\\s<>@,;:]+>?");
    private static final Pattern IP =
            Pattern.compile("\\b[0-9]{1,3}(\\.[0-9]{1,3}){3}\\b|\\b[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){3,7}\\b");
    private static final Pattern HOST = Pattern.compile("\\b[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*\\.[A-Za-z]{2,}\\b");
    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z?");
    private static final Pattern NUMBER = Pattern.compile("\\b[0-9A-Fa-f]{8,}\\b");

    private Redaction() {}

    /** At most 200 characters, with addresses, names of hosts, times and numbers of sessions replaced. */
    static String of(String text) {
        String beginning = text.length() > 4 * LONGEST ? text.substring(0, 4 * LONGEST) : text;
        String redacted = ADDRESS.matcher(beginning).replaceAll("{address}");
        redacted = TIME.matcher(redacted).replaceAll("{time}");
        redacted = IP.matcher(redacted).replaceAll("{ip}");
        redacted = HOST.matcher(redacted).replaceAll("{host}");
        redacted = NUMBER.matcher(redacted).replaceAll("{id}");
        return redacted.length() > LONGEST ? redacted.substring(0, LONGEST) + "..." : redacted;
    }
}
