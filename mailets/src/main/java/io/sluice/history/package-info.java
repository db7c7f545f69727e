/** What happened, in numbers: counts by time and lane, and the deferrals of late. Pure; the outbox's database keeps it. */
package io.sluice.history;
