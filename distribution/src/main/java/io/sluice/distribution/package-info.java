/**
 * Checks on what is dropped into a James: that every class, method and field it uses is there, and that it brings no
 * class that James has too. They read class files and load none, so any JDK can check for any release.
 */
package io.sluice.distribution;
