/** Receivers that answer as Microsoft does, and a small world of them. */
package io.sluice.testkit.microsoft;
