package io.sluice.smtp;

import io.sluice.exchange.Cidr;
import io.sluice.exchange.ExchangeOnlineClients;
import io.sluice.exchange.ReverseRecords;
import io.sluice.exchange.Standing;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * One client for each published range: where possible an address that the DNS knows as a server of Exchange Online, of
 * {@value #TRIED} addresses in the range that are tried. Looks at {@value #MOST_RANGES} ranges at most. Safe for several
 * threads.
 */
final class DryClients {
    static final int MOST_RANGES = 64;

    private static final int TRIED = 8;

    private final ExchangeOnlineClients clients;
    private final ReverseRecords names;

    DryClients(ExchangeOnlineClients clients, ReverseRecords names) {
        this.clients = clients;
        this.names = names;
    }

    /** Blocks for the patience at most; what is not found in that time has no name. */
    List<DryClient> of(Collection<Cidr> ranges, ExecutorService threads, Duration patience) {
        List<Cidr> some = ranges.stream().distinct().limit(MOST_RANGES).toList();
        List<Callable<Optional<DryClient>>> searches = some.stream()
                .flatMap(range -> IntStream.range(0, TRIED).mapToObj(i -> search(range, address(range, i))))
                .toList();
        List<DryClient> found = new ArrayList<>();
        try {
            List<Future<Optional<DryClient>>> results =
                    threads.invokeAll(searches, patience.toMillis(), TimeUnit.MILLISECONDS);
            for (int i = 0; i < some.size(); i++) {
                Cidr range = some.get(i);
                found.add(results.subList(i * TRIED, (i + 1) * TRIED).stream()
                        .flatMap(result -> result(result).stream())
                        .findFirst()
                        .orElseGet(() -> new DryClient(range, address(range, 0), Optional.empty())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return found;
    }

    private static Optional<DryClient> result(Future<Optional<DryClient>> future) {
        try {
            return future.isCancelled() ? Optional.empty() : future.get();
        } catch (ExecutionException | CancellationException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Callable<Optional<DryClient>> search(Cidr range, InetAddress address) {
        return () -> clients.standing(address) == Standing.CONFIRMED
                ? names.names(address).stream()
                        .flatMap(List::stream)
                        .findFirst()
                        .map(name -> new DryClient(range, address, Optional.of(relative(name))))
                : Optional.empty();
    }

    private static String relative(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** Spread over the range, the first one after its first address. */
    static InetAddress address(Cidr range, int number) {
        byte[] first = range.network().getAddress();
        BigInteger size = BigInteger.ONE.shiftLeft(first.length * 8 - range.length());
        BigInteger step = size.multiply(BigInteger.valueOf(number)).divide(BigInteger.valueOf(TRIED));
        BigInteger offset = step.add(BigInteger.ONE).min(size.subtract(BigInteger.ONE));
        byte[] sum = new BigInteger(1, first).add(offset).toByteArray();
        byte[] address = new byte[first.length];
        for (int i = 1; i <= Math.min(sum.length, address.length); i++) {
            address[address.length - i] = sum[sum.length - i];
        }
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("The length is that of an address", e);
        }
    }
}
