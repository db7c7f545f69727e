package io.sluice.posture;

/**
 * A record to publish in the DNS.
 *
 * @param name the full name, without the trailing dot
 * @param type such as {@code TXT}
 * @param value its data, without the quotes of zone files
 */
public record Publish(String name, String type, String value) {
    /** As {@code name TXT value}. */
    @Override
    public String toString() {
        return name + " " + type + " " + value;
    }
}
