package dev.slipway.controlplane.api;

import dev.slipway.controlplane.discovery.CloudMap;
import dev.slipway.controlplane.ec2.DefaultNetwork;
import dev.slipway.controlplane.ec2.Ec2;
import dev.slipway.controlplane.ec2.address.PublicAddresses;
import dev.slipway.controlplane.ec2.networkinterface.NetworkInterfaces;
import dev.slipway.controlplane.ecs.EcsService;
import dev.slipway.controlplane.ecs.task.Quotas;
import dev.slipway.controlplane.ecs.task.Tasks;
import dev.slipway.controlplane.iam.Credentials;
import dev.slipway.controlplane.logs.Logs;
import dev.slipway.controlplane.logstore.LogStore;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.PlainSeal;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.sts.Sts;
import dev.slipway.wire.facts.ServiceFacts;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every service of this house over fresh state, each covering AWS's whole model. */
final class AllServices implements AutoCloseable {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final State state;
    private final LogStore store;

    AllServices(Path folder) {
        state =
                State.inMemory(
                        Stream.<List<Kind<?>>>of(
                                        Ec2.kinds(),
                                        Logs.kinds(),
                                        CloudMap.kinds(),
                                        Credentials.kinds(),
                                        EcsService.kinds(),
                                        Tasks.KINDS)
                                .flatMap(List::stream)
                                .toList());
        store = LogStore.open(folder, new PlainSeal(), r -> new Thread(r, "logs"), id -> true);
    }

    List<AwsService> list() {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        Credentials credentials = new Credentials(state, clock, new Random(3));
        NetworkInterfaces interfaces =
                new NetworkInterfaces(new PublicAddresses("198.18.0.0/24"), new Random(4));
        Tasks tasks = new Tasks(interfaces, credentials);
        return Stream.of(
                        EcsService.of(
                                state,
                                List.of(tasks::contents),
                                List.of(tasks.taggable()),
                                tasks.operations(state, Quotas.standard(), new Random(5))),
                        Ec2.service(new DefaultNetwork(state, new Random(1))),
                        new Logs(state, store, clock, new Random(2)).service(),
                        CloudMap.service(state, new Random(6)),
                        Sts.service())
                .map(AllServices::whole)
                .toList();
    }

    private static AwsService whole(AwsService service) {
        TreeSet<String> model = new TreeSet<>();
        ServiceFacts.of(service.service()).operations().forEach(model::add);
        return service.covering(model);
    }

    @Override
    public void close() {
        store.close();
        state.close();
    }
}
