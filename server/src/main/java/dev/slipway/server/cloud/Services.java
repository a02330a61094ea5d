package dev.slipway.server.cloud;

import dev.slipway.controlplane.api.AwsService;
import dev.slipway.controlplane.discovery.CloudMap;
import dev.slipway.controlplane.ec2.DefaultNetwork;
import dev.slipway.controlplane.ec2.Ec2;
import dev.slipway.controlplane.ec2.address.PublicAddresses;
import dev.slipway.controlplane.ec2.networkinterface.NetworkInterfaces;
import dev.slipway.controlplane.ecs.EcsService;
import dev.slipway.controlplane.ecs.task.Quotas;
import dev.slipway.controlplane.ecs.task.Tasks;
import dev.slipway.controlplane.fleet.Fleet;
import dev.slipway.controlplane.iam.Credentials;
import dev.slipway.controlplane.logs.Logs;
import dev.slipway.controlplane.logstore.LogStore;
import dev.slipway.controlplane.placement.Placement;
import dev.slipway.controlplane.planning.NodePlans;
import dev.slipway.controlplane.reconcile.Engine;
import dev.slipway.controlplane.reconcile.Reconciler;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.sts.Sts;
import dev.slipway.server.EngineLoop;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The services and engines of one cloud, wired. */
final class Services implements AutoCloseable {
    private static final Duration SWEEP = Duration.ofSeconds(30);
    private static final Duration EXPIRY_SWEEP = Duration.ofMinutes(10);

    private final Closing closing = new Closing();
    private final State state;
    private final Logs logs;
    private final Tasks tasks;
    private final Fleet fleet;
    private final Link link;
    private final List<AwsService> all;

    Services(
            State state,
            Clock clock,
            SecureRandom random,
            LogStore store,
            Credentials credentials,
            String publicPool) {
        this.state = state;
        this.logs = new Logs(state, store, clock, random);
        this.tasks =
                new Tasks(
                        new NetworkInterfaces(new PublicAddresses(publicPool), random),
                        credentials);
        Quotas quotas = Quotas.standard();
        NodePlans plans =
                closing.add(
                        new NodePlans(
                                state,
                                closing.add(
                                        Executors.newSingleThreadExecutor(
                                                Cloud.platform("planning")))));
        this.fleet = new Fleet(state, clock, tasks, plans);
        this.link = new Link(state, fleet, tasks, logs, credentials);
        this.all =
                List.of(
                        Sts.service(),
                        Ec2.service(new DefaultNetwork(state, random)),
                        EcsService.of(
                                state,
                                List.of(tasks::contents),
                                List.of(tasks.taggable()),
                                tasks.operations(state, quotas, random)),
                        logs.service(),
                        CloudMap.service(state, random));
        List<Reconciler> reconcilers = new ArrayList<>(tasks.reconcilers(state, quotas));
        reconcilers.add(plans);
        ExecutorService looks = closing.add(Executors.newVirtualThreadPerTaskExecutor());
        Engine engine = closing.add(new Engine(state, reconcilers, looks, SWEEP));
        closing.add(new EngineLoop(engine, clock, Cloud.platform("engine")));
        ScheduledExecutorService expiry =
                Executors.newSingleThreadScheduledExecutor(Cloud.platform("log-expiry"));
        closing.add(expiry::shutdownNow);
        var _ =
                expiry.scheduleWithFixedDelay(
                        logs::expire,
                        EXPIRY_SWEEP.toSeconds(),
                        EXPIRY_SWEEP.toSeconds(),
                        TimeUnit.SECONDS);
    }

    static List<Kind<?>> kinds() {
        List<Kind<?>> kinds = new ArrayList<>();
        kinds.addAll(Credentials.kinds());
        kinds.addAll(Ec2.kinds());
        kinds.addAll(EcsService.kinds());
        kinds.addAll(Tasks.KINDS);
        kinds.addAll(Placement.KINDS);
        kinds.addAll(Logs.kinds());
        kinds.addAll(CloudMap.kinds());
        return kinds;
    }

    List<AwsService> all() {
        return all;
    }

    Fleet fleet() {
        return fleet;
    }

    Link link() {
        return link;
    }

    Logs logs() {
        return logs;
    }

    Tasks tasks() {
        return tasks;
    }

    /** How many tasks have not stopped. */
    long living() {
        return state.read()
                .listAll(dev.slipway.controlplane.ecs.task.Task.KIND)
                .filter(task -> !task.value().stopped())
                .count();
    }

    /** Asks every task to stop and waits until all have. */
    boolean stopAll(String reason, Duration patience) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        try (State.Watch _ =
                state.watch(
                        _ -> {
                            if (tasks.allStopped(state.read())) {
                                stopped.countDown();
                            }
                        })) {
            tasks.stopAll(state, reason);
            return tasks.allStopped(state.read())
                    || stopped.await(patience.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        closing.close();
    }
}
