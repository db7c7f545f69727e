package io.sluice.posture;

import com.google.common.base.Splitter;
import com.google.common.net.InetAddresses;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The shape of an SPF record (RFC 7208 section 4.6 and 5): for counting and for advice. What it says of an address,
 * jSPF tells.
 *
 * @param terms in their order, up to and with {@code all}
 * @param redirect where it goes on, when there is no {@code all}
 * @param faults what is wrong with it, in words
 */
record SpfRecord(List<Term> terms, Optional<String> redirect, List<String> faults) {
    /** RFC 7208 section 3.4 wants 512 octets for the whole answer; more than this is given to no parser. */
    static final int LONGEST = 2048;

    private static final int LONGEST_TERM = 300;
    private static final int MOST_FAULTS = 5;
    private static final Splitter BLANKS = Splitter.on(' ').omitEmptyStrings();
    private static final Set<String> MECHANISMS = Set.of("all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists");

    /**
     * A mechanism.
     *
     * @param qualifier one of + - ~ ?
     * @param name in lower case
     * @param value after the colon, without the prefix length; empty when it is about the domain itself
     */
    record Term(char qualifier, String name, String value) {
        /** Whether evaluating it costs one of the ten look-ups (RFC 7208 section 4.6.4). */
        boolean looksUp() {
            return switch (name) {
                case "include", "a", "mx", "ptr", "exists" -> true;
                default -> false;
            };
        }

        /** Where it looks; empty when a macro decides that for each mail. */
        Optional<String> target(String domain) {
            return Optional.of(value.isEmpty() ? domain : value).filter(name -> name.indexOf('%') < 0);
        }
    }

    SpfRecord {
        terms = List.copyOf(terms);
        faults = List.copyOf(faults);
    }

    /** Whether the text claims to be one. */
    static boolean isMeant(String text) {
        return text.regionMatches(true, 0, "v=spf1", 0, 6) && (text.length() == 6 || text.charAt(6) == ' ');
    }

    static SpfRecord parse(String text) {
        List<Term> terms = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Optional<String> redirect = Optional.empty();
        if (text.length() > LONGEST) {
            faults.add("it has " + text.length() + " characters; receivers read less");
            return new SpfRecord(terms, redirect, faults);
        }
        for (String word : BLANKS.split(text.substring(Math.min(6, text.length())))) {
            if (faults.size() >= MOST_FAULTS) {
                break;
            }
            if (word.length() > LONGEST_TERM) {
                faults.add("a term is longer than " + LONGEST_TERM + " characters");
            } else if (isModifier(word)) {
                if (word.regionMatches(true, 0, "redirect=", 0, 9)) {
                    redirect = Optional.of(word.substring(9));
                }
            } else {
                read(word, terms, faults);
            }
        }
        return untilAll(terms, redirect, faults);
    }

    private static SpfRecord untilAll(List<Term> terms, Optional<String> redirect, List<String> faults) {
        for (int i = 0; i < terms.size(); i++) {
            if (terms.get(i).name().equals("all")) {
                return new SpfRecord(terms.subList(0, i + 1), Optional.empty(), faults);
            }
        }
        return new SpfRecord(terms, redirect, faults);
    }

    private static boolean isModifier(String word) {
        int equals = word.indexOf('=');
        int colon = word.indexOf(':');
        int slash = word.indexOf('/');
        return equals > 0 && (colon < 0 || equals < colon) && (slash < 0 || equals < slash);
    }

    private static void read(String word, List<Term> terms, List<String> faults) {
        boolean qualified = "+-~?".indexOf(word.charAt(0)) >= 0;
        char qualifier = qualified ? word.charAt(0) : '+';
        String rest = qualified ? word.substring(1) : word;
        int colon = rest.indexOf(':');
        int slash = rest.indexOf('/');
        int end = colon >= 0 ? colon : slash >= 0 ? slash : rest.length();
        String name = rest.substring(0, end).toLowerCase(Locale.ROOT);
        if (!MECHANISMS.contains(name)) {
            faults.add("'" + word + "' is no mechanism");
            return;
        }
        String value = colon < 0 ? "" : rest.substring(colon + 1);
        boolean wantsValue = name.equals("include") || name.equals("exists") || name.startsWith("ip");
        if (wantsValue && value.isEmpty()) {
            faults.add("'" + word + "' names nothing");
            return;
        }
        if (name.startsWith("ip")) {
            if (!isNetwork(name, value)) {
                faults.add("'" + word + "' is no network of its kind");
                return;
            }
        } else if (value.indexOf('/') >= 0) {
            value = value.substring(0, value.indexOf('/'));
        }
        terms.add(new Term(qualifier, name, value));
    }

    private static boolean isNetwork(String name, String value) {
        int slash = value.indexOf('/');
        String address = slash < 0 ? value : value.substring(0, slash);
        String length = slash < 0 ? "0" : value.substring(slash + 1);
        boolean six = name.equals("ip6");
        boolean digits =
                !length.isEmpty() && length.length() <= 3 && length.chars().allMatch(c -> c >= '0' && c <= '9');
        return InetAddresses.isInetAddress(address)
                && (address.indexOf(':') >= 0) == six
                && digits
                && Integer.parseInt(length) <= (six ? 128 : 32);
    }

    /** What it says of all that no other term names; empty when it says nothing. */
    Optional<Character> all() {
        return terms.stream()
                .filter(term -> term.name().equals("all"))
                .map(Term::qualifier)
                .findFirst();
    }

    boolean has(String mechanism) {
        return terms.stream().anyMatch(term -> term.name().equals(mechanism));
    }
}
