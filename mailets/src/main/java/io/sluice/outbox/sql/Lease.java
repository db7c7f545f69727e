package io.sluice.outbox.sql;

import io.sluice.outbox.LeaseFilter;
import java.time.Instant;

/** A wish to lease mail of a lane. */
record Lease(String outgoing, String lane, Instant now, int max, Instant until, LeaseFilter filter) {}
