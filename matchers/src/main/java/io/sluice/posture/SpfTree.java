package io.sluice.posture;

import com.google.common.base.Ascii;
import io.sluice.microsoft.DomainNames;
import io.sluice.posture.SpfRecord.Term;
import io.sluice.posture.dns.DnsAnswer;
import io.sluice.posture.dns.DnsQuestion.Kind;
import io.sluice.posture.dns.DnsSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A record with all that it includes, as far as it would be read if nothing matched: what it costs at most. For one
 * thread.
 */
final class SpfTree {
    static final int MOST_LOOKUPS = 10;
    static final int MOST_VOIDS = 2;
    /** Where counting ends: it is far too much then. */
    private static final int ENOUGH = 30;

    private final DnsSession dns;
    private final Kind addresses;
    private final List<String> voids = new ArrayList<>();
    private final Set<String> faults = new TreeSet<>();
    private final Set<String> unanswered = new TreeSet<>();
    private final List<String> lookedUp = new ArrayList<>();
    private int lookups;

    /** A record that is to be read, and the domains that led there, itself with them. */
    private record Branch(String domain, List<String> path) {
        Branch to(String next) {
            List<String> longer = new ArrayList<>(path);
            longer.add(next);
            return new Branch(next, longer);
        }
    }

    private SpfTree(DnsSession dns, Kind addresses) {
        this.dns = dns;
        this.addresses = addresses;
    }

    /** Reads level by level, so that the questions of a level are under way together. */
    static SpfTree of(String domain, DnsSession dns, Kind addresses) {
        SpfTree tree = new SpfTree(dns, addresses);
        List<Branch> level = List.of(new Branch(domain, List.of(domain)));
        boolean root = true;
        while (!level.isEmpty() && !tree.isCut()) {
            level.forEach(branch -> dns.ask(Kind.TXT, branch.domain()));
            List<Branch> next = new ArrayList<>();
            for (Branch branch : level) {
                tree.read(branch, root, next);
            }
            level = next;
            root = false;
        }
        return tree;
    }

    private void read(Branch branch, boolean root, List<Branch> next) {
        DnsAnswer answer = dns.get(Kind.TXT, branch.domain());
        lookedUp.add("TXT " + branch.domain());
        if (answer.isUnknown()) {
            unanswered.add(branch.domain() + ": " + answer.words());
        }
        List<String> records = spf(answer);
        if (!root && answer.isNone()) {
            voids.add(branch.domain());
        }
        if (!root && records.isEmpty() && !answer.isUnknown()) {
            faults.add(branch.domain() + " is included and has no SPF record");
        } else if (!root && records.size() > 1) {
            faults.add(branch.domain() + " has " + records.size() + " SPF records");
        }
        if (records.size() != 1) {
            return;
        }
        SpfRecord record = SpfRecord.parse(records.get(0));
        if (!root) {
            record.faults().forEach(fault -> faults.add(branch.domain() + ": " + fault));
        }
        record.terms().forEach(term -> ask(term, branch.domain()));
        record.terms().stream().filter(Term::looksUp).forEach(term -> count(term, branch, next));
        record.redirect().ifPresent(target -> {
            lookups++;
            descend(target, branch, next);
        });
    }

    private void ask(Term term, String domain) {
        term.target(domain).filter(SpfTree::isName).ifPresent(name -> {
            switch (term.name()) {
                case "a" -> dns.ask(addresses, name);
                case "exists" -> dns.ask(Kind.A, name);
                case "mx" -> dns.ask(Kind.MX, name);
                default -> {}
            }
        });
    }

    private void count(Term term, Branch branch, List<Branch> next) {
        lookups++;
        if (isCut()) {
            return;
        }
        Optional<String> target = term.target(branch.domain()).filter(SpfTree::isName);
        if (target.isEmpty()) {
            return;
        }
        switch (term.name()) {
            case "include" -> descend(target.get(), branch, next);
            case "a" -> countVoid(addresses, target.get());
            case "exists" -> countVoid(Kind.A, target.get());
            case "mx" -> countVoid(Kind.MX, target.get());
            default -> {}
        }
    }

    private void countVoid(Kind kind, String name) {
        DnsAnswer answer = dns.get(kind, name);
        lookedUp.add(kind + " " + name);
        if (answer.isNone()) {
            voids.add(name);
        } else if (answer.isUnknown()) {
            unanswered.add(name + ": " + answer.words());
        }
    }

    private void descend(String target, Branch branch, List<Branch> next) {
        String name = target.endsWith(".") ? target.substring(0, target.length() - 1) : target;
        if (!isName(name)) {
            return;
        }
        String lower = Ascii.toLowerCase(name);
        if (branch.path().contains(lower)) {
            faults.add(branch.domain() + " includes " + lower + ", which leads back to it");
            lookups = ENOUGH;
        } else {
            next.add(branch.to(lower));
        }
    }

    private static boolean isName(String text) {
        return DomainNames.normalise(text).isPresent();
    }

    static List<String> spf(DnsAnswer answer) {
        return answer.records().stream().filter(SpfRecord::isMeant).toList();
    }

    /** Whether counting was given up, because it is too much in any case. */
    boolean isCut() {
        return lookups >= ENOUGH;
    }

    int lookups() {
        return lookups;
    }

    /** Names that there is nothing at. */
    List<String> voids() {
        return voids;
    }

    /** What is wrong further down. */
    Set<String> faults() {
        return faults;
    }

    /** What the DNS did not answer, and why. */
    Set<String> unanswered() {
        return unanswered;
    }

    /** The questions it rests on. */
    String[] lookedUp() {
        return lookedUp.toArray(String[]::new);
    }
}
