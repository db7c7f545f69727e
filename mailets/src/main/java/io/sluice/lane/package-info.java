/** Limits, state and admission of lanes: pure logic over an injected clock. Knows neither James nor the network. */
package io.sluice.lane;
