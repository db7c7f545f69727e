package io.sluice.history;

/** A deferral with its number; later ones have higher numbers. */
public record StoredDeferral(long number, DeferralRecord deferral) {}
