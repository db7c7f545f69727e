package io.sluice.server;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.jms.ConnectionFactory;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQPrefetchPolicy;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.plugin.StatisticsBrokerPlugin;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.queue.activemq.FileSystemBlobTransferPolicy;

/**
 * The broker under the mail queues: in this process, reachable from nowhere else, with its journal and the mail bodies
 * in {@code var/store/activemq}, where stock James has them too.
 *
 * <p>It differs from James's own embedded broker in five things. It opens no TCP port. It refuses a store that another
 * process uses, instead of waiting for it for ever. It looks far enough into a queue: James keeps a delayed mail out
 * of sight with a selector, and the broker's default window of 200 messages is soon full of such mail, which then
 * starves mail that is due. It does not go silent for ever after its disk was full, see {@link SpoolFaults}. And it starts
 * on a journal with a damaged record, says so in the log, and has the rest: a full disk leaves records cut short.
 */
final class SpoolBroker {
    private static final String NAME = "james";
    private static final String STORE = "file://var/store/activemq/brokers";
    private static final String JOURNAL = STORE + "/KahaDB";
    private static final String BODIES = "file://var/store/activemq/blob-transfer";

    /** In messages, per queue; they carry the envelope only, the bodies are files. */
    private static final int WINDOW = 200_000;

    /** Of the heap, for messages in memory. */
    private static final int HEAP_PERCENT = 40;

    /** How long an SMTP client waits for room, in memory or on disk, before it is told to come back later. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BrokerService broker;
    private final ConnectionFactory connectionFactory;

    @Inject
    SpoolBroker(FileSystem fileSystem) throws Exception {
        this.broker = broker(fileSystem.getFile(STORE), fileSystem.getFile(JOURNAL));
        this.connectionFactory = connectionFactory(fileSystem);
        broker.start();
    }

    ConnectionFactory connectionFactory() {
        return connectionFactory;
    }

    @PreDestroy
    void stop() throws Exception {
        broker.stop();
    }

    private static BrokerService broker(File store, File journal) throws Exception {
        BrokerService broker = new BrokerService();
        broker.setBrokerName(NAME);
        broker.setBrokerId("broker");
        broker.setUseJmx(false);
        broker.setUseShutdownHook(false);
        broker.setSchedulerSupport(false);
        broker.setDataDirectoryFile(store);
        broker.setPersistenceAdapter(persistence(journal));
        broker.setPlugins(new BrokerPlugin[] {new StatisticsBrokerPlugin()});
        broker.setEnableStatistics(true);
        broker.setDestinationPolicy(wideWindow());
        broker.setIoExceptionHandler(new SpoolFaults(store, () -> System.exit(SpoolFaults.EXIT_CODE)));
        broker.getSystemUsage().getMemoryUsage().setPercentOfJvmHeap(HEAP_PERCENT);
        broker.getSystemUsage().setSendFailIfNoSpaceAfterTimeout(PATIENCE.toMillis());
        return broker;
    }

    private static KahaDBPersistenceAdapter persistence(File journal) throws IOException {
        KahaDBPersistenceAdapter adapter = new KahaDBPersistenceAdapter();
        adapter.setDirectory(journal);
        adapter.getLocker().setFailIfLocked(true);
        // A record that a full disk cut short was acknowledged to nobody; it must not keep the server from starting.
        adapter.setIgnoreMissingJournalfiles(true);
        return adapter;
    }

    private static PolicyMap wideWindow() {
        PolicyEntry allQueues = new PolicyEntry();
        allQueues.setQueue(">");
        allQueues.setMaxPageSize(WINDOW);
        allQueues.setMaxBrowsePageSize(WINDOW);
        PolicyMap policies = new PolicyMap();
        policies.setDefaultEntry(allQueues);
        return policies;
    }

    private static ConnectionFactory connectionFactory(FileSystem fileSystem) {
        FileSystemBlobTransferPolicy bodies = new FileSystemBlobTransferPolicy();
        bodies.setDefaultUploadUrl(BODIES);
        bodies.setFileSystem(fileSystem);
        // A consumer takes one mail at a time: what it prefetched, no other consumer could see.
        ActiveMQPrefetchPolicy noPrefetch = new ActiveMQPrefetchPolicy();
        noPrefetch.setQueuePrefetch(0);
        noPrefetch.setTopicPrefetch(0);
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("vm://" + NAME + "?create=false");
        factory.setTrustAllPackages(false);
        factory.setBlobTransferPolicy(bodies);
        factory.setPrefetchPolicy(noPrefetch);
        return factory;
    }
}
