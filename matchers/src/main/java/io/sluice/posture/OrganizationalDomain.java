package io.sluice.posture;

import com.google.common.net.InternetDomainName;

/** The domain that an organisation registered, by the public suffix list that Guava has (RFC 7489 section 3.2). */
final class OrganizationalDomain {
    private OrganizationalDomain() {}

    /** The domain itself where the list has nothing to say, as for a public suffix. */
    static String of(String domain) {
        try {
            InternetDomainName name = InternetDomainName.from(domain);
            if (name.isUnderPublicSuffix()) {
                return name.topPrivateDomain().toString();
            }
            // Below a top level that is not on the list its "*" rule holds: two labels.
            return name.hasPublicSuffix() || name.parts().size() <= 2 ? domain : lastTwo(name);
        } catch (IllegalArgumentException e) {
            // Guava takes no label that begins with an underscore; nobody registers one either.
            int dot = domain.indexOf('.');
            return dot < 0 || domain.indexOf('.', dot + 1) < 0 ? domain : of(domain.substring(dot + 1));
        }
    }

    private static String lastTwo(InternetDomainName name) {
        int size = name.parts().size();
        return name.parts().get(size - 2) + "." + name.parts().get(size - 1);
    }

    /** Whether two domains are the same for DMARC: relaxed, of one organisation; strict, equal. */
    static boolean isAligned(String from, String other, boolean strict) {
        return from.equals(other) || (!strict && of(from).equals(of(other)));
    }
}
