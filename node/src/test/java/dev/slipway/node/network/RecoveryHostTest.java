package dev.slipway.node.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.netlink.NetworkNamespaces;
import dev.slipway.node.netlink.RouteBatch;
import dev.slipway.node.netlink.Routes;
import dev.slipway.nodelink.InterfacePlan;
import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.SecurityGroupPlan.Peer;
import dev.slipway.nodelink.SecurityGroupPlan.Rule;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecoveryHostTest {
    private static final int SOON = 2_000;
    private static final int SILENCE = 250;

    private Stage stage;
    private NetworkSettings settings;
    private final List<Network> networks = new ArrayList<>();

    @BeforeEach
    void setTheStage() throws Exception {
        stage = new Stage();
        settings = stage.settings("one", "198.18.7.0/24");
    }

    @AfterEach
    void takeItAllDown() throws Exception {
        networks.forEach(Network::close);
        Dismantling.dismantle(settings, stage.namespaces);
        stage.close();
    }

    private Network open() {
        Network network = stage.open(settings);
        networks.add(network);
        return network;
    }

    private Path launch(Network network, InterfacePlan eni) {
        network.apply(stage.plan);
        stage.attach(network, eni);
        return network.openNamespace(eni.id());
    }

    @Test
    void aConnectionOutlivesTheServerAndTheNextOneKeepsItsRules() throws Exception {
        InterfacePlan first = stage.eni(1, "198.18.7.9", Stage.DEFAULT);
        InterfacePlan second = stage.eni(2, "", Stage.DEFAULT);
        InterfacePlan stranger = stage.eni(3, "", Stage.OTHER);
        Network before = open();
        Path from = launch(before, first);
        stage.server(launch(before, second), 80);
        Path strange = launch(before, stranger);
        SocketChannel connection = stage.socket(from);
        connection.connect(new InetSocketAddress(second.privateAddress(), 80));
        assertThat(echo(connection, "hello")).contains("hello");
        before.close();
        networks.clear();

        Network after = open();
        assertThat(echo(connection, "before the plan")).contains("before the plan");
        after.apply(stage.plan);

        assertThat(echo(connection, "after the plan")).contains("after the plan");
        assertThat(stage.reach(from, second.privateAddress(), 80, SOON)).isNotEmpty();
        assertThat(stage.reach(strange, second.privateAddress(), 80, SILENCE)).isEmpty();
        assertThat(after.leaks(stage.plan)).isEmpty();
    }

    private static String echo(SocketChannel connection, String text) throws IOException {
        connection.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
        connection.socket().setSoTimeout(SOON);
        StringBuilder heard = new StringBuilder();
        byte[] bytes = new byte[200];
        while (heard.indexOf(text) < 0) {
            int length = connection.socket().getInputStream().read(bytes);
            if (length < 0) {
                break;
            }
            heard.append(new String(bytes, 0, length, UTF_8));
        }
        return heard.toString();
    }

    @Test
    void whatTheNextPlanLacksIsRemovedAfterACrash() {
        InterfacePlan stays = stage.eni(1, "198.18.7.9", Stage.DEFAULT);
        InterfacePlan goes = stage.eni(2, "198.18.7.10", Stage.DEFAULT);
        Network before = open();
        launch(before, stays);
        launch(before, goes);
        before.close();
        networks.clear();
        stage.without(goes);

        Network after = open();
        assertThat(after.leaks(stage.plan)).hasSize(2).anyMatch(line -> line.contains(goes.id()));
        after.apply(stage.plan);

        assertThat(after.leaks(stage.plan)).isEmpty();
        assertThat(NetworkNamespaces.mounted(after.openNamespace(stays.id()))).isTrue();
        assertThat(Files.exists(settings.namespaces().resolve(goes.id()))).isFalse();
    }

    @Test
    void anAttachmentThatACrashCutShortIsMadeWhole() {
        InterfacePlan eni = stage.eni(1, "", Stage.DEFAULT);
        InterfacePlan server = stage.eni(2, "", Stage.DEFAULT);
        Network before = open();
        stage.server(launch(before, server), 80);
        Path task = before.openNamespace(eni.id());
        // As a crash leaves it right after the veth pair was made.
        try (Routes vpc = stage.inside(settings.namespaces().resolve(Stage.VPC), Routes::new)) {
            vpc.apply(
                    new RouteBatch()
                            .veth(
                                    new RouteBatch.End(Vpc.linkName(eni.id()), Vpc.ROUTER_MAC),
                                    new RouteBatch.End("eth0", eni.macAddress()),
                                    task,
                                    Vpc.MTU));
        }
        before.close();
        networks.clear();

        Network after = open();
        Path again = launch(after, eni);

        assertThat(stage.reach(again, server.privateAddress(), 80, SOON)).isNotEmpty();
    }

    @Test
    void twoInstancesOnOneHostDoNotMeet() {
        Rule web = new Rule(6, 80, 80, new Peer.Cidr("0.0.0.0/0"));
        stage.group(Stage.WEB, List.of(web), List.of(Stage.ALL_OUT));
        InterfacePlan here = stage.eni(1, "198.18.7.9", Stage.WEB);
        NetworkSettings otherSettings = stage.settings("two", "198.18.8.0/24");
        Network one = open();
        Path from = launch(one, here);
        stage.server(from, 80);
        try (Network two = stage.open(otherSettings)) {
            stage.nothing();
            InterfacePlan there = stage.eni(1, "198.18.8.9", Stage.WEB);
            Path other = launch(two, there);
            stage.server(other, 80);

            assertThat(stage.reach(stage.hostFile, "198.18.7.9", 80, SOON)).isNotEmpty();
            assertThat(stage.reach(stage.hostFile, "198.18.8.9", 80, SOON)).isNotEmpty();
            assertThat(stage.reach(from, "198.18.8.9", 80, SILENCE)).isEmpty();
        } finally {
            Dismantling.dismantle(otherSettings, stage.namespaces);
        }
        assertThat(stage.reach(stage.hostFile, "198.18.7.9", 80, SOON)).isNotEmpty();
    }

    @Test
    void dismantlingLeavesNothingOnTheHost() throws Exception {
        List<String> before = stage.listing();
        Network network = open();
        launch(network, stage.eni(1, "198.18.7.9", Stage.DEFAULT));
        network.sweep();
        network.close();
        networks.clear();
        assertThat(Dismantling.remains(settings, stage.namespaces)).isNotEmpty();
        assertThat(PublicPool.held("one", stage.namespaces)).contains("198.18.7.0/24");
        assertThat(stage.listing()).isNotEqualTo(before);

        Dismantling.dismantle(settings, stage.namespaces);

        assertThat(stage.listing()).isEqualTo(before);
        assertThat(Dismantling.remains(settings, stage.namespaces)).isEmpty();
        assertThat(Files.exists(settings.namespaces())).isFalse();
    }

    @Test
    void aForgedSourceAddressGoesNowhere() throws Exception {
        InterfacePlan liar = stage.eni(1, "", Stage.OTHER);
        InterfacePlan friend = stage.eni(2, "", Stage.DEFAULT);
        InterfacePlan server = stage.eni(3, "", Stage.DEFAULT);
        Network network = open();
        Path lying = launch(network, liar);
        Path friendly = launch(network, friend);
        Path there = launch(network, server);
        java.nio.channels.DatagramChannel ear = stage.udp(there, 5353);
        // The liar gives itself its neighbour's address, as a task with all capabilities could.
        try (Routes routes = stage.inside(lying, Routes::new)) {
            int eth0 = routes.index("eth0").orElseThrow();
            int address = Block.addressOf(friend.privateAddress());
            routes.apply(new RouteBatch().address(eth0, address));
        }
        stage.send(lying, friend.privateAddress(), server.privateAddress(), 5353, "forged");
        stage.send(friendly, friend.privateAddress(), server.privateAddress(), 5353, "true");

        assertThat(stage.hear(ear, SOON)).isEqualTo("true");
    }

    @Test
    void aListenerInTheVpcSeesWhichTaskAsks() throws Exception {
        InterfacePlan eni = stage.eni(1, "", Stage.OTHER);
        Network network = open();
        Path task = launch(network, eni);
        try (ServerSocketChannel metadata = network.listen(Stage.VPC, Network.LINK_LOCAL, 80);
                ServerSocketChannel api = network.listen(Stage.VPC, Network.LINK_LOCAL, 4566)) {
            Stage.serve(metadata);
            Stage.serve(api);

            assertThat(stage.reach(task, Network.LINK_LOCAL, 80, SOON))
                    .isEqualTo(eni.privateAddress());
            assertThat(stage.reach(task, Network.LINK_LOCAL, 4566, SOON))
                    .isEqualTo(eni.privateAddress());
        }
    }

    @Test
    void aForeignFirewallThatDropsForwardedPacketsAdmitsUsUntilWeLeave() {
        stage.foreignFirewall();
        List<String> before = stage.listing();
        Network network = open();
        Rule web = new Rule(6, 80, 80, new Peer.Cidr("0.0.0.0/0"));
        stage.group(Stage.WEB, List.of(web), List.of(Stage.ALL_OUT));
        Path task = launch(network, stage.eni(1, "198.18.7.9", Stage.WEB));
        Path lan = stage.lan("203.0.113.5");
        stage.server(lan, 80);

        assertThat(stage.reach(task, "203.0.113.5", 80, SOON)).isEqualTo("203.0.113.1");
        assertThat(network.remarks()).anyMatch(line -> line.contains("chain FORWARD"));

        network.close();
        networks.clear();
        stage.withoutLan();
        Dismantling.dismantle(settings, stage.namespaces);
        assertThat(stage.listing()).isEqualTo(before);
    }

    @Test
    void aNameMadeFromAnAddressIsResolvedAndOthersFailAtOnceWithoutResolvers() throws Exception {
        InterfacePlan eni = stage.eni(1, "", Stage.OTHER);
        Network network = open();
        Path task = launch(network, eni);

        assertThat(stage.resolve(task, Network.RESOLVER, "ip-172-31-0-7.ec2.internal"))
                .isEqualTo("172.31.0.7");
        assertThat(stage.resolve(task, "172.31.0.2", "ip-172-31-0-7.eu-west-1.compute.internal"))
                .isEqualTo("172.31.0.7");
        assertThat(stage.resolve(task, Network.RESOLVER, "example.com")).isEqualTo("code 2");
        assertThat(stage.resolve(task, Network.RESOLVER, "ip-10-0-0-7.ec2.internal"))
                .isEqualTo("code 3");
    }

    @Test
    void anAddressPassedOnDoesNotInheritConnections() throws Exception {
        InterfacePlan client = stage.eni(1, "", Stage.DEFAULT);
        InterfacePlan old = stage.eni(2, "", Stage.DEFAULT);
        Network network = open();
        Path from = launch(network, client);
        Path gone = launch(network, old);
        java.nio.channels.DatagramChannel ear = stage.udp(gone, 5353);
        java.nio.channels.DatagramChannel mouth = stage.udp(from, 6000);
        InetSocketAddress target = new InetSocketAddress(old.privateAddress(), 5353);
        mouth.send(ByteBuffer.wrap("one".getBytes(UTF_8)), target);
        assertThat(stage.hear(ear, SOON)).isEqualTo("one");
        ear.send(
                ByteBuffer.wrap("heard".getBytes(UTF_8)),
                new InetSocketAddress(client.privateAddress(), 6000));
        assertThat(stage.hear(mouth, SOON)).isEqualTo("heard"); // now the connection is established
        network.detach(old.id());
        InterfacePlan heir =
                new InterfacePlan(
                        "eni-%017x".formatted(99),
                        Stage.VPC,
                        Stage.SUBNET,
                        old.privateAddress(),
                        "02:00:00:00:00:99",
                        "",
                        List.of(Stage.OTHER));
        stage.without(old);
        stage.put(heir);
        java.nio.channels.DatagramChannel next = stage.udp(launch(network, heir), 5353);

        mouth.send(ByteBuffer.wrap("two".getBytes(UTF_8)), target);

        assertThat(stage.hear(next, SILENCE)).isEmpty();
    }

    @Test
    void aHundredInterfacesComeAndGo() throws Exception {
        Network network = open();
        List<InterfacePlan> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(stage.eni(i, "198.18.7." + (i + 10), Stage.DEFAULT));
        }
        network.apply(stage.plan);
        long start = System.nanoTime();
        all.forEach(eni -> network.openNamespace(eni.id()));
        long opened = System.nanoTime();
        all.forEach(eni -> stage.attach(network, eni));
        long attached = System.nanoTime();
        Path first = network.openNamespace(all.getFirst().id());
        stage.server(first, 80);
        Path last = network.openNamespace(all.getLast().id());
        assertThat(stage.reach(last, all.getFirst().privateAddress(), 80, SOON)).isNotEmpty();
        long change = 0;
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            rules.add(new Rule(6, 8000 + i, 8000 + i, new Peer.Cidr("10.0.0.0/8")));
            stage.group(Stage.DEFAULT, rules, List.of(Stage.ALL_OUT));
            NodePlan plan = stage.plan;
            long from = System.nanoTime();
            network.apply(plan);
            change = System.nanoTime() - from;
        }
        long before = System.nanoTime();
        all.subList(0, 10).forEach(eni -> network.detach(eni.id()));
        long alone = System.nanoTime();
        List<Thread> leaving =
                all.subList(10, 100).stream()
                        .map(eni -> Thread.ofVirtual().start(() -> network.detach(eni.id())))
                        .toList();
        for (Thread one : leaving) {
            one.join();
        }
        long together = System.nanoTime();
        System.out.printf(
                "100 interfaces: namespace %.2f ms each, attach %.2f ms each, the 60th rule %.2f ms,"
                        + " detach %.2f ms alone, %.2f ms each of 90 side by side%n",
                (opened - start) / 1e8,
                (attached - opened) / 1e8,
                change / 1e6,
                (alone - before) / 1e7,
                (together - alone) / 9e7);

        stage.nothing();
        assertThat(network.leaks(stage.plan)).isEmpty();
    }
}
