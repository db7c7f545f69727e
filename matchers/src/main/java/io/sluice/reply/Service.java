package io.sluice.reply;

import java.util.Locale;

/**
 * Which Microsoft receiver is meant. Reputation and limits are kept apart between them.
 */
public enum Service {
    /** Outlook.com, Hotmail, Live, MSN: {@code *.olc.protection.outlook.com}. */
    CONSUMER,
    /** Exchange Online tenants: {@code *.mail.protection.outlook.com}, {@code *.mx.microsoft}, sovereign clouds. */
    BUSINESS,
    /** {@code smtp.office365.com} and its kin, used as a smarthost. */
    SUBMISSION;

    /** The name in configuration, attributes and metrics: {@code consumer}, {@code business}, {@code submission}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }
}
