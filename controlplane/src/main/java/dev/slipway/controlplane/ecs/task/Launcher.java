package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.aws.Arn;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.ec2.networkinterface.NetworkInterface;
import dev.slipway.controlplane.ec2.networkinterface.NetworkInterfaces;
import dev.slipway.controlplane.ecs.accountsetting.AccountSettings;
import dev.slipway.controlplane.ecs.cluster.Cluster;
import dev.slipway.controlplane.ecs.cluster.Clusters;
import dev.slipway.controlplane.ecs.taskdefinition.TaskDefinition;
import dev.slipway.controlplane.ecs.taskdefinition.TaskDefinitions;
import dev.slipway.controlplane.ecs.taskdefinition.UnsupportedYet;
import dev.slipway.controlplane.placement.Place;
import dev.slipway.controlplane.placement.Placement;
import dev.slipway.controlplane.placement.Seat;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.AwsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs tasks: everything that is looked up, decided and recorded, in the caller's one transaction.
 * Tasks that have no room are told as failures; when none has, nothing is recorded at all.
 */
final class Launcher {
    private final Tasks tasks;
    private final NetworkInterfaces interfaces;
    private final Quotas quotas;

    Launcher(Tasks tasks, NetworkInterfaces interfaces, Quotas quotas) {
        this.tasks = tasks;
        this.interfaces = interfaces;
        this.quotas = quotas;
    }

    /**
     * @param shortages of the tasks that found no room
     */
    record Launched(List<Task> tasks, List<Seat.Shortage> shortages) {
        Launched {
            tasks = List.copyOf(tasks);
            shortages = List.copyOf(shortages);
        }
    }

    /** What all tasks of one launch share. */
    private record Batch(
            Launch launch,
            Launch.Network network,
            Cluster cluster,
            TaskDefinition definition,
            Fit fit,
            Tags tags,
            String logMode,
            Instant now) {}

    /**
     * @param names one for each task
     * @throws AwsException when the launch is refused
     */
    Launched launch(Transaction tx, Launch launch, List<Names> names, Instant now) {
        Scope scope = launch.scope();
        Cluster cluster = Clusters.resolveForUse(tx, scope, launch.cluster(), now);
        Optional<Launched> replayed = replay(tx, launch, cluster.name(), now);
        if (replayed.isPresent()) {
            return replayed.get();
        }
        TaskDefinition definition = TaskDefinitions.resolveForUse(tx, scope, launch.definition());
        Launch.Network network = network(launch, definition);
        List<String> providers = Providers.of(launch, cluster);
        requireRunnable(definition);
        Fit fit = Fit.of(scope, definition, launch.overrides());
        Batch batch =
                new Batch(
                        launch,
                        network,
                        cluster,
                        definition,
                        fit,
                        tags(launch, cluster, definition),
                        AccountSettings.defaultLogDriverMode(tx, scope),
                        now);
        List<Place> places = Places.of(tx, scope, network);
        requireQuota(tx, batch);
        Launched launched = begin(tx, batch, places, providers, names);
        if (launched.tasks().isEmpty()) {
            throw Refusals.capacity();
        }
        remember(tx, launch, cluster.name(), launched, now);
        return launched;
    }

    private static Launch.Network network(Launch launch, TaskDefinition definition) {
        boolean awsvpc = definition.networkMode().equals("awsvpc");
        if (awsvpc && launch.network().isEmpty()) {
            throw Refusals.networkMissing();
        }
        if (!awsvpc && launch.network().isPresent()) {
            throw Refusals.networkNotValid();
        }
        return launch.network().orElseThrow(Refusals::notFargate);
    }

    private static void requireRunnable(TaskDefinition definition) {
        if (!definition.fitsFargate()) {
            throw Refusals.notFargate();
        }
        List<String> unsupported = UnsupportedYet.fields(definition);
        if (!unsupported.isEmpty()) {
            throw Refusals.unsupported(definition.name(), unsupported);
        }
    }

    private static Tags tags(Launch launch, Cluster cluster, TaskDefinition definition) {
        Tags tags =
                launch.propagateDefinitionTags()
                        ? definition.tags().with(launch.tags())
                        : launch.tags();
        if (tags.userCount() > Tags.MAX) {
            throw Refusals.tooManyTags();
        }
        return launch.managedTags()
                ? tags.with(new Tags(Map.of("aws:ecs:clusterName", cluster.name())))
                : tags;
    }

    private void requireQuota(Reader reader, Batch batch) {
        Scope scope = batch.launch().scope();
        int count = batch.launch().count();
        int provisioning = tasks.tally(reader, scope, batch.cluster().name()).provisioning();
        if (provisioning + count > quotas.provisioningPerCluster()) {
            throw Refusals.provisioningQuota(quotas.provisioningPerCluster());
        }
        if (quotas.vcpus() > 0) {
            long used =
                    reader.list(Tally.KIND, scope)
                            .map(Entry::value)
                            .mapToLong(Tally::cpuUnits)
                            .sum();
            if (used + (long) count * batch.fit().size().cpuUnits() > quotas.vcpus() * 1024L) {
                throw Refusals.vcpuQuota();
            }
        }
    }

    private Launched begin(
            Transaction tx,
            Batch batch,
            List<Place> places,
            List<String> providers,
            List<Names> names) {
        List<Seat> seats =
                Placement.seat(
                        Placement.rooms(tx),
                        places,
                        Placement.tasksByZone(tx),
                        batch.fit().size(),
                        batch.launch().count());
        List<Task> begun = new ArrayList<>();
        List<Seat.Shortage> shortages = new ArrayList<>();
        for (Seat seat : seats) {
            switch (seat) {
                case Seat.None(Seat.Shortage shortage) -> shortages.add(shortage);
                case Seat.Taken taken -> {
                    int next = begun.size();
                    Optional<Task> task =
                            begin(tx, batch, taken, providers.get(next), names.get(next));
                    task.ifPresentOrElse(begun::add, () -> shortages.add(Seat.Shortage.ENI));
                }
            }
        }
        return new Launched(begun, shortages);
    }

    /** Empty when there is no address for it. */
    private Optional<Task> begin(
            Transaction tx, Batch batch, Seat.Taken seat, String provider, Names names) {
        Scope scope = batch.launch().scope();
        NetworkInterface link;
        try {
            link =
                    interfaces.create(
                            tx,
                            scope,
                            new NetworkInterfaces.Wanted(
                                    seat.subnetId(),
                                    batch.network().securityGroups(),
                                    Arn.of("ecs", scope, "attachment/" + names.attachmentId())
                                            .toString(),
                                    true,
                                    batch.network().publicAddress()),
                            batch.now());
        } catch (AwsException noAddress) {
            // Groups and subnets were checked before: what can still be refused is an address.
            return Optional.empty();
        }
        Task task = task(batch, seat, provider, names, link);
        tasks.begin(tx, task);
        return Optional.of(task);
    }

    private static Task task(
            Batch batch, Seat.Taken seat, String provider, Names names, NetworkInterface link) {
        Scope scope = batch.launch().scope();
        Ask ask = ask(batch, provider);
        return new Task(
                names.taskId(),
                ask,
                seat.machineId(),
                seat.zone(),
                ask.taskRoleArn().isEmpty() ? "" : names.credentialsId(),
                new Attachment(
                        names.attachmentId(),
                        Attachment.Status.PRECREATED,
                        link.id(),
                        link.subnetId(),
                        link.macAddress(),
                        link.privateDnsName(scope.region()),
                        link.privateAddress()),
                Life.begun(batch.now()),
                batch.fit().fresh(scope, batch.cluster().name(), names),
                batch.tags());
    }

    private static Ask ask(Batch batch, String provider) {
        Launch launch = batch.launch();
        TaskDefinition definition = batch.definition();
        Fit fit = batch.fit();
        return new Ask(
                launch.scope().account(),
                launch.scope().region(),
                batch.cluster().name(),
                definition.family(),
                definition.revision(),
                provider,
                launch.platformVersion(),
                fit.architecture(),
                fit.size().cpuUnits(),
                fit.size().memoryMib(),
                fit.ephemeralStorageGib(),
                fit.taskRoleArn(),
                fit.executionRoleArn(),
                launch.overrides(),
                batch.logMode(),
                launch.group().isEmpty() ? "family:" + definition.family() : launch.group(),
                launch.startedBy(),
                launch.executeCommand(),
                launch.clientToken());
    }

    /** What the same wish with the same token got before: its tasks as they now are. */
    private Optional<Launched> replay(Reader reader, Launch launch, String cluster, Instant now) {
        if (launch.clientToken().isEmpty()) {
            return Optional.empty();
        }
        Scope scope = launch.scope();
        Optional<LaunchToken> used =
                reader.find(
                                LaunchToken.KIND,
                                LaunchToken.keyOf(scope, cluster, launch.clientToken()))
                        .filter(token -> token.endsAt().isAfter(now));
        if (used.isEmpty()) {
            return Optional.empty();
        }
        if (!used.get().fingerprint().equals(launch.fingerprint())) {
            throw Refusals.tokenReused(
                    used.get().taskIds().stream()
                            .map(id -> TaskName.arn(scope, cluster, id))
                            .toList());
        }
        List<Task> again = new ArrayList<>();
        for (String id : used.get().taskIds()) {
            tasks.find(reader, scope, cluster, id).ifPresent(again::add);
        }
        return Optional.of(new Launched(again, used.get().shortages()));
    }

    private static void remember(
            Transaction tx, Launch launch, String cluster, Launched launched, Instant now) {
        if (!launch.clientToken().isEmpty()) {
            tx.put(
                    LaunchToken.KIND,
                    LaunchToken.keyOf(launch.scope(), cluster, launch.clientToken()),
                    new LaunchToken(
                            cluster,
                            launch.fingerprint(),
                            launched.tasks().stream().map(Task::id).toList(),
                            launched.shortages(),
                            now));
        }
    }
}
