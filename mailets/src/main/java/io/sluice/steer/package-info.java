/** What operators order: suspensions of lanes and other limits for them. Kept in the outbox's database. */
package io.sluice.steer;
