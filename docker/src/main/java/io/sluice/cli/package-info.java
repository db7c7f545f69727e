/**
 * The command line of the built distribution: {@code docker/run.sh classify ...}. It needs no server and no network, and
 * changes nothing.
 */
package io.sluice.cli;
