package io.sluice.posture;

/** Looks. Implementations are safe for use by several threads. */
@FunctionalInterface
public interface PostureCheck {
    /** Blocks for some seconds, bounded. Never fails because of what the DNS says, or does not say. */
    Posture check(PostureQuestion question);
}
