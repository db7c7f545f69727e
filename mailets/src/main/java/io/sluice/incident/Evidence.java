package io.sluice.incident;

/**
 * What a conclusion rests on: mails since the trouble began, each counted once, however often it was tried.
 *
 * @param trials mails that were accepted or refused so, where the trouble is
 * @param refused of them
 * @param usualRate the part that is usually refused so, 0 to 1
 * @param weight the decimal logarithm of the odds that this is not as usual
 * @param otherTrials mails elsewhere: over the other addresses, to the other regions and so on; 0 where there is no elsewhere
 * @param otherRefused of them
 * @param control mail to others than Microsoft
 */
public record Evidence(
        int trials, int refused, double usualRate, double weight, int otherTrials, int otherRefused, Control control) {}
