/** How Sluice is put together inside James. */
package io.sluice;
