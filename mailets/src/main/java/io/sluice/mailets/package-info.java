/** James mailets, thin: what they do is done in the packages beside this one. */
package io.sluice.mailets;
