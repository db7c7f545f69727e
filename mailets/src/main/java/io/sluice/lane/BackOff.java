package io.sluice.lane;

import io.sluice.reply.RetrySchedule;

/**
 * How long gates stay closed.
 *
 * @param schedule by class
 * @param serviceFaults attempts in a row that meet a fault of the service until its lanes close, 1 or more: a hiccup of
 *     one front end is no reason to stop
 */
public record BackOff(RetrySchedule schedule, int serviceFaults) {}
