package io.sluice.outbox;

import io.sluice.reply.DeferralClass;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Which queued entries are meant: those that are like everything that is given.
 *
 * @param lane the name of the lane
 * @param domain the domain of the recipients, lower case
 * @param senderDomain as {@link Entry#senderDomain()}
 * @param sender the address of the sender, whatever its case
 * @param recipient the address of a recipient, whatever its case
 * @param deferralClass why it was deferred last
 * @param rule the rule of that
 * @param since deferred last at that time or later
 * @param before deferred last before that time
 * @param deferred whether it was deferred at all
 */
public record WaitingFilter(
        Optional<String> lane,
        Optional<String> domain,
        Optional<String> senderDomain,
        Optional<String> sender,
        Optional<String> recipient,
        Optional<DeferralClass> deferralClass,
        Optional<String> rule,
        Optional<Instant> since,
        Optional<Instant> before,
        Optional<Boolean> deferred) {
    /** All queued entries. */
    public static final WaitingFilter ALL = builder().build();

    public WaitingFilter {
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(senderDomain, "senderDomain");
        sender = sender.map(address -> address.toLowerCase(Locale.ROOT));
        recipient = recipient.map(address -> address.toLowerCase(Locale.ROOT));
    }

    /** A filter to be narrowed. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether it asks for something that only the deferral tells. */
    public boolean asksAboutDeferral() {
        return deferralClass.isPresent()
                || rule.isPresent()
                || since.isPresent()
                || before.isPresent()
                || deferred.isPresent();
    }

    /** Whether an entry with that deferral is meant, whatever else is asked for. */
    public boolean matches(Optional<Deferral> why) {
        if (deferred.isPresent() && deferred.get() != why.isPresent()) {
            return false;
        }
        boolean open = deferralClass.isEmpty() && rule.isEmpty() && since.isEmpty() && before.isEmpty();
        return open || why.filter(this::matches).isPresent();
    }

    private boolean matches(Deferral why) {
        return deferralClass.filter(type -> type != why.deferralClass()).isEmpty()
                && rule.filter(id -> !id.equals(why.ruleId())).isEmpty()
                && since.filter(why.last()::isBefore).isEmpty()
                && before.filter(time -> !why.last().isBefore(time)).isEmpty();
    }

    /** Narrows a filter; what is empty narrows nothing. For one thread. */
    public static final class Builder {
        private Optional<String> lane = Optional.empty();
        private Optional<String> domain = Optional.empty();
        private Optional<String> senderDomain = Optional.empty();
        private Optional<String> sender = Optional.empty();
        private Optional<String> recipient = Optional.empty();
        private Optional<DeferralClass> deferralClass = Optional.empty();
        private Optional<String> rule = Optional.empty();
        private Optional<Instant> since = Optional.empty();
        private Optional<Instant> before = Optional.empty();
        private Optional<Boolean> deferred = Optional.empty();

        private Builder() {}

        /** The name of the lane. */
        public Builder lane(Optional<String> wanted) {
            lane = wanted;
            return this;
        }

        /** The domain of the recipients, lower case. */
        public Builder domain(Optional<String> wanted) {
            domain = wanted;
            return this;
        }

        /** As {@link Entry#senderDomain()}. */
        public Builder senderDomain(Optional<String> wanted) {
            senderDomain = wanted;
            return this;
        }

        /** The address of the sender, whatever its case. */
        public Builder sender(Optional<String> wanted) {
            sender = wanted;
            return this;
        }

        /** The address of a recipient, whatever its case. */
        public Builder recipient(Optional<String> wanted) {
            recipient = wanted;
            return this;
        }

        /** Why it was deferred last. */
        public Builder deferralClass(Optional<DeferralClass> wanted) {
            deferralClass = wanted;
            return this;
        }

        /** The rule of that. */
        public Builder rule(Optional<String> wanted) {
            rule = wanted;
            return this;
        }

        /** Deferred last at that time or later. */
        public Builder since(Optional<Instant> wanted) {
            since = wanted;
            return this;
        }

        /** Deferred last before that time. */
        public Builder before(Optional<Instant> wanted) {
            before = wanted;
            return this;
        }

        /** Whether it was deferred at all. */
        public Builder deferred(Optional<Boolean> wanted) {
            deferred = wanted;
            return this;
        }

        public WaitingFilter build() {
            return new WaitingFilter(
                    lane, domain, senderDomain, sender, recipient, deferralClass, rule, since, before, deferred);
        }
    }
}
