/** James matchers, thin: what they recognise is decided in the packages beside this one. */
package io.sluice.matchers;
