package io.sluice.simulation.incident;

/**
 * A sender.
 *
 * @param perDay mails to Microsoft
 * @param sources addresses it sends from
 * @param senderDomains domains it sends for
 * @param customers business customers of Microsoft that it writes to
 * @param others mails to others for each mail to Microsoft; 0 where these cannot be seen
 * @param hours of the run before anything happens
 * @param storyHours of the run from then on
 */
public record Size(
        String name,
        int perDay,
        int sources,
        int senderDomains,
        int customers,
        double others,
        int hours,
        double storyHours) {
    public static final Size FIFTY = new Size("50 a day", 50, 1, 1, 20, 0.7, 15, 5);
    public static final Size THOUSAND = new Size("1,000", 1_000, 1, 5, 150, 0.7, 15, 5);
    public static final Size TWO_ADDRESSES = new Size("1,000, two addresses", 1_000, 2, 5, 150, 0.7, 15, 5);
    public static final Size HUNDRED_THOUSAND = new Size("100,000", 100_000, 3, 30, 2_000, 0.7, 15, 5);
    public static final Size TEN_MILLION = new Size("10 million", 10_000_000, 10, 300, 20_000, 0.2, 9, 1.5);

    /** The same, and nothing is known about its other mail. */
    public Size withoutControl() {
        return new Size(name + ", no control", perDay, sources, senderDomains, customers, 0, hours, storyHours);
    }
}
