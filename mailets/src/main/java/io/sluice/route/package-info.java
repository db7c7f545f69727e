/** Which of several paths a mail takes: pure logic over an injected clock. */
package io.sluice.route;
