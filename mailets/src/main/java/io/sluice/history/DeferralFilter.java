package io.sluice.history;

import io.sluice.reply.DeferralClass;
import java.time.Instant;
import java.util.Optional;

/** Which deferrals are wanted: those that match all that is there. */
public record DeferralFilter(
        Optional<Instant> from,
        Optional<Instant> before,
        Optional<DeferralRecord.Outcome> outcome,
        Optional<String> lane,
        Optional<DeferralClass> deferralClass,
        Optional<String> rule,
        Optional<String> domain,
        Optional<String> tenant,
        Optional<String> sender,
        Optional<String> region,
        Optional<String> ip,
        Optional<Long> entry) {
    /** All of them. */
    public static final DeferralFilter ALL = builder().build();

    /** A filter to be narrowed. */
    public static Builder builder() {
        return new Builder();
    }

    /** Narrows a filter. For one thread. */
    public static final class Builder {
        private Optional<Instant> from = Optional.empty();
        private Optional<Instant> before = Optional.empty();
        private Optional<DeferralRecord.Outcome> outcome = Optional.empty();
        private Optional<String> lane = Optional.empty();
        private Optional<DeferralClass> deferralClass = Optional.empty();
        private Optional<String> rule = Optional.empty();
        private Optional<String> domain = Optional.empty();
        private Optional<String> tenant = Optional.empty();
        private Optional<String> sender = Optional.empty();
        private Optional<String> region = Optional.empty();
        private Optional<String> ip = Optional.empty();
        private Optional<Long> entry = Optional.empty();

        private Builder() {}

        /** Not earlier than this. */
        public Builder from(Instant time) {
            from = Optional.of(time);
            return this;
        }

        /** Earlier than this. */
        public Builder before(Instant time) {
            before = Optional.of(time);
            return this;
        }

        public Builder outcome(DeferralRecord.Outcome wanted) {
            outcome = Optional.of(wanted);
            return this;
        }

        public Builder lane(String wanted) {
            lane = Optional.of(wanted);
            return this;
        }

        public Builder deferralClass(DeferralClass wanted) {
            deferralClass = Optional.of(wanted);
            return this;
        }

        public Builder rule(String wanted) {
            rule = Optional.of(wanted);
            return this;
        }

        public Builder domain(String wanted) {
            domain = Optional.of(wanted);
            return this;
        }

        public Builder tenant(String wanted) {
            tenant = Optional.of(wanted);
            return this;
        }

        public Builder sender(String wanted) {
            sender = Optional.of(wanted);
            return this;
        }

        public Builder region(String wanted) {
            region = Optional.of(wanted);
            return this;
        }

        public Builder ip(String wanted) {
            ip = Optional.of(wanted);
            return this;
        }

        public Builder entry(long wanted) {
            entry = Optional.of(wanted);
            return this;
        }

        public DeferralFilter build() {
            return new DeferralFilter(
                    from, before, outcome, lane, deferralClass, rule, domain, tenant, sender, region, ip, entry);
        }
    }
}
