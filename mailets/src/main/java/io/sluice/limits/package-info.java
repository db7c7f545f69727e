/** What {@code sluice.properties} says about lanes: their limits, and the constants of their control. */
package io.sluice.limits;
