package io.sluice.benchmarks;

import com.google.common.net.InetAddresses;
import io.sluice.exchange.CloudInstance;
import io.sluice.exchange.ExchangeOnlineRanges;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to find out whether a client's address is one of Exchange Online's, among those of all four clouds. The aim is
 * 200 ns. Each look-up is of another address, so that no branch is learned by heart; {@code inside} are addresses in the
 * ranges, {@code outside} any addresses.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xbatch")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class RangesBenchmark {
    private static final int ADDRESSES = 1 << 14;

    /** Which addresses are looked up. */
    @Param({"ipv4 inside", "ipv4 outside", "ipv6 inside", "ipv6 outside"})
    private String addresses;

    private final InetAddress[] asked = new InetAddress[ADDRESSES];
    private ExchangeOnlineRanges ranges;
    private int next;

    /** Makes the addresses. */
    @Setup
    public void prepare() throws UnknownHostException {
        ranges = new ExchangeOnlineRanges(List.of(CloudInstance.values()), List.of());
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < ADDRESSES; i++) {
            byte[] bytes = new byte[addresses.startsWith("ipv4") ? 4 : 16];
            random.nextBytes(bytes);
            if (addresses.endsWith("inside")) {
                String known = bytes.length == 4
                        ? List.of("40.92.0.0", "40.107.0.0", "52.101.0.0").get(i % 3)
                        : List.of("2a01:111:f400::", "2a01:111:f403::").get(i % 2);
                byte[] network = InetAddresses.forString(known).getAddress();
                System.arraycopy(network, 0, bytes, 0, bytes.length == 4 ? 2 : 6);
            }
            asked[i] = InetAddress.getByAddress(bytes);
        }
    }

    /** One address. */
    @Benchmark
    public boolean lookUp(CpuTime cpuTime) {
        cpuTime.count();
        next = (next + 1) & (ADDRESSES - 1);
        return ranges.contains(asked[next]);
    }
}
