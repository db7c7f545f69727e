/** Which service and tenant hosts a domain. */
package io.sluice.microsoft;
