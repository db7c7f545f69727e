package io.sluice.simulation.receiver;

import io.sluice.reply.Reply;
import io.sluice.simulation.Rate;
import java.util.function.IntToDoubleFunction;

/** Each tenant takes mail at a rate of its own, within what the receiver as a whole takes. */
public final class TenantLimits implements Receiver {
    private final Receiver receiver;
    private final Allowance[] allowances;
    private final Rate[] rates;
    private final Answer refused;

    /** @param perSecond the rate of each tenant; not positive for no limit */
    public TenantLimits(
            Receiver receiver, int tenants, IntToDoubleFunction perSecond, int burst, long latency, Reply refusal) {
        this.receiver = receiver;
        this.allowances = new Allowance[tenants];
        this.rates = new Rate[tenants];
        this.refused = Answer.refused(refusal, latency);
        for (int i = 0; i < tenants; i++) {
            double rate = perSecond.applyAsDouble(i);
            if (rate > 0) {
                rates[i] = Rate.constant(rate);
                allowances[i] = new Allowance(rates[i], burst);
            }
        }
    }

    @Override
    public Answer answer(long now, Attempt attempt) {
        Allowance allowance = allowances[attempt.tenant()];
        return allowance != null && !allowance.take(now) ? refused : receiver.answer(now, attempt);
    }

    @Override
    public double allowed(long from, long to) {
        return receiver.allowed(from, to);
    }

    @Override
    public double allowedTo(int tenant, long from, long to) {
        return rates[tenant] == null ? Double.POSITIVE_INFINITY : rates[tenant].between(from, to);
    }

    @Override
    public boolean limitsTenants() {
        return true;
    }
}
