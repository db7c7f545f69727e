package io.sluice.delivery;

import io.sluice.delivery.transport.Route;
import io.sluice.reply.NoReply;
import java.util.List;
import java.util.Optional;

/**
 * The addresses to try, in order.
 *
 * @param routes may be empty
 * @param reason why there are none
 */
record Routes(List<Route> routes, Optional<NoReply> reason) {}
