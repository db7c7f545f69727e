/**
 * What Microsoft will see of a sender domain and a source address. {@link io.sluice.posture.PostureService} asks the DNS
 * and judges, {@link io.sluice.posture.PostureCache} remembers for those who cannot wait.
 */
package io.sluice.posture;
