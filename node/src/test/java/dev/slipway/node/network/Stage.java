package dev.slipway.node.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.node.host.LinuxException;
import dev.slipway.node.netlink.NetworkNamespaces;
import dev.slipway.node.netlink.RouteBatch;
import dev.slipway.node.netlink.Routes;
import dev.slipway.nodelink.InterfacePlan;
import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.SecurityGroupPlan;
import dev.slipway.nodelink.SecurityGroupPlan.Peer;
import dev.slipway.nodelink.SecurityGroupPlan.Rule;
import dev.slipway.nodelink.SubnetPlan;
import dev.slipway.nodelink.VpcPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.pcollections.HashTreePMap;

/** A throw-away namespace that plays the host, and a cloud of one VPC to set up on it. */
final class Stage implements AutoCloseable {
    static final String VPC = "vpc-0aaaaaaaaaaaaaaaa";
    static final String SUBNET = "subnet-0aaaaaaaaaaaaaaaa";
    static final String DEFAULT = "sg-0default000000001";
    static final String OTHER = "sg-0other0000000001";
    static final String WEB = "sg-0web000000000001";
    static final Rule ALL_OUT = new Rule(-1, -1, -1, new Peer.Cidr("0.0.0.0/0"));

    final Path directory;
    final Path hostFile;
    final NetworkNamespaces namespaces;
    NodePlan plan = NodePlan.empty();
    private final NetworkNamespaces outside;
    private final List<Channel> open = new ArrayList<>();

    Stage() throws IOException {
        boolean root = "root".equals(System.getProperty("user.name"));
        if (!root) {
            System.err.println("SKIPPED: host tests of the network need root");
        }
        Assumptions.assumeTrue(root);
        directory = Files.createTempDirectory("slipway-net");
        NetworkNamespaces.prepare(directory.resolve("stage"));
        hostFile = directory.resolve("stage/host");
        outside = new NetworkNamespaces();
        outside.create(
                hostFile,
                () -> {
                    try (Routes routes = new Routes()) {
                        routes.apply(new RouteBatch().up(routes.index("lo").orElseThrow()));
                    }
                    NetworkNamespaces.sysctl("net/ipv4/ip_forward", "0");
                    return true;
                });
        namespaces = NetworkNamespaces.withHost(hostFile);
        vpc(VPC, SUBNET);
        group(DEFAULT, List.of(new Rule(-1, -1, -1, new Peer.Group(DEFAULT))), List.of(ALL_OUT));
        group(OTHER, List.of(), List.of(ALL_OUT));
    }

    NetworkSettings settings(String instance, String pool) {
        return new NetworkSettings(instance, pool, directory.resolve(instance), List.of(), false);
    }

    Network open(NetworkSettings settings) {
        return Network.open(
                settings, NetworkNamespaces.withHost(hostFile), Thread.ofVirtual().factory());
    }

    void vpc(String vpc, String subnet) {
        plan =
                new NodePlan(
                        plan.generation() + 1,
                        plan.tasks(),
                        plan.interfaces(),
                        plan.securityGroups(),
                        plan.subnets()
                                .plus(
                                        subnet,
                                        new SubnetPlan(
                                                subnet, vpc, "172.31.0.0/20", "us-east-1a", true)),
                        plan.vpcs().plus(vpc, new VpcPlan(vpc, List.of("172.31.0.0/16"))));
    }

    void group(String id, List<Rule> ingress, List<Rule> egress) {
        plan =
                new NodePlan(
                        plan.generation() + 1,
                        plan.tasks(),
                        plan.interfaces(),
                        plan.securityGroups().plus(id, new SecurityGroupPlan(id, ingress, egress)),
                        plan.subnets(),
                        plan.vpcs());
    }

    InterfacePlan eni(int number, String publicAddress, String... groups) {
        InterfacePlan eni =
                new InterfacePlan(
                        "eni-%017x".formatted(number),
                        VPC,
                        SUBNET,
                        "172.31." + number / 200 + "." + (number % 200 + 10),
                        "02:00:00:00:%02x:%02x".formatted(number / 256, number % 256),
                        publicAddress,
                        List.of(groups));
        put(eni);
        return eni;
    }

    void put(InterfacePlan eni) {
        plan =
                new NodePlan(
                        plan.generation() + 1,
                        plan.tasks(),
                        plan.interfaces().plus(eni.id(), eni),
                        plan.securityGroups(),
                        plan.subnets(),
                        plan.vpcs());
    }

    void without(InterfacePlan eni) {
        plan =
                new NodePlan(
                        plan.generation() + 1,
                        plan.tasks(),
                        plan.interfaces().minus(eni.id()),
                        plan.securityGroups(),
                        plan.subnets(),
                        plan.vpcs());
    }

    void nothing() {
        plan =
                new NodePlan(
                        plan.generation() + 1,
                        plan.tasks(),
                        HashTreePMap.empty(),
                        plan.securityGroups(),
                        plan.subnets(),
                        plan.vpcs());
    }

    void attach(Network network, InterfacePlan eni) {
        network.attach(
                eni,
                java.util.Objects.requireNonNull(plan.subnets().get(eni.subnetId())),
                java.util.Objects.requireNonNull(plan.vpcs().get(eni.vpcId())));
    }

    /** A TCP server in a namespace that greets whoever comes with the address it sees. */
    ServerSocketChannel server(Path namespace, int port) {
        ServerSocketChannel server =
                outside.inside(
                        namespace,
                        () ->
                                ServerSocketChannel.open(StandardProtocolFamily.INET)
                                        .bind(new InetSocketAddress(port)));
        serve(server);
        open.add(server);
        return server;
    }

    static void serve(ServerSocketChannel server) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                while (true) {
                                    SocketChannel client = server.accept();
                                    InetSocketAddress from =
                                            (InetSocketAddress) client.getRemoteAddress();
                                    Thread.ofVirtual().start(() -> greet(client, from));
                                }
                            } catch (IOException e) {
                                // closed: the test is over
                            }
                        });
    }

    private static void greet(SocketChannel client, InetSocketAddress from) {
        try (client) {
            client.write(
                    ByteBuffer.wrap((from.getAddress().getHostAddress() + "\n").getBytes(UTF_8)));
            ByteBuffer buffer = ByteBuffer.allocate(100);
            while (client.read(buffer.clear()) >= 0) {
                client.write(buffer.flip());
            }
        } catch (IOException e) {
            // the client went
        }
    }

    /** A socket made in the namespace. */
    SocketChannel socket(Path namespace) {
        SocketChannel socket =
                outside.inside(namespace, () -> SocketChannel.open(StandardProtocolFamily.INET));
        open.add(socket);
        return socket;
    }

    /** What the server there greets with; empty when there is only silence, or a refusal. */
    String reach(Path namespace, String address, int port, int millis) {
        try (SocketChannel socket = socket(namespace)) {
            socket.socket().connect(new InetSocketAddress(address, port), millis);
            socket.socket().setSoTimeout(millis);
            byte[] line = new byte[100];
            int length = socket.socket().getInputStream().read(line);
            return new String(line, 0, Math.max(length, 0), UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }

    <T> T inside(Path namespace, java.util.concurrent.Callable<T> work) {
        return outside.inside(namespace, work);
    }

    /** What `ip` and `nft` say of the host. */
    List<String> listing() {
        return onHost(
                "ip -o link; ip route; ip neigh; nft list ruleset;"
                        + " cat /proc/sys/net/ipv4/ip_forward");
    }

    private List<String> onHost(String commands) {
        try {
            Process process =
                    new ProcessBuilder("nsenter", "--net=" + hostFile, "sh", "-c", commands)
                            .redirectErrorStream(true)
                            .start();
            List<String> lines = process.inputReader(UTF_8).lines().toList();
            process.waitFor();
            return lines;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As Docker and many others leave a host. */
    void foreignFirewall() {
        onHost("iptables -P FORWARD DROP");
    }

    /** A machine beyond the host, which is 203.0.113.1 to it. */
    Path lan(String address) {
        Path lan = directory.resolve("stage/lan");
        int there = Block.addressOf(address);
        int here = Block.addressOf("203.0.113.1");
        outside.create(lan, () -> true);
        try (Routes host = inside(hostFile, Routes::new);
                Routes machine = inside(lan, Routes::new)) {
            host.apply(
                    new RouteBatch()
                            .veth(
                                    new RouteBatch.End("lan0", "02:00:00:00:01:01"),
                                    new RouteBatch.End("eth0", "02:00:00:00:01:02"),
                                    lan,
                                    1500));
            int near = host.index("lan0").orElseThrow();
            host.apply(
                    new RouteBatch()
                            .address(near, here)
                            .neighbour(near, there, "02:00:00:00:01:02")
                            .directRoute(there, 32, near));
            int far = machine.index("eth0").orElseThrow();
            machine.apply(
                    new RouteBatch()
                            .up(far)
                            .address(far, there)
                            .neighbour(far, here, "02:00:00:00:01:01")
                            .route(0, 0, here, far, there));
        }
        return lan;
    }

    void withoutLan() {
        try (Routes host = inside(hostFile, Routes::new)) {
            host.apply(new RouteBatch().deleteLink(host.index("lan0").orElseThrow()));
        }
    }

    DatagramChannel udp(Path namespace, int port) {
        DatagramChannel channel =
                inside(
                        namespace,
                        () ->
                                DatagramChannel.open(StandardProtocolFamily.INET)
                                        .bind(new InetSocketAddress(port)));
        open.add(channel);
        return channel;
    }

    void send(Path namespace, String from, String to, int port, String text) throws IOException {
        try (DatagramChannel channel =
                inside(
                        namespace,
                        () ->
                                DatagramChannel.open(StandardProtocolFamily.INET)
                                        .bind(new InetSocketAddress(from, 0)))) {
            channel.send(ByteBuffer.wrap(text.getBytes(UTF_8)), new InetSocketAddress(to, port));
        }
    }

    /** The next datagram's text; empty when none comes. */
    String hear(DatagramChannel channel, int millis) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[600], 600);
        try {
            channel.socket().setSoTimeout(millis);
            channel.socket().receive(packet);
            return new String(packet.getData(), 0, packet.getLength(), UTF_8);
        } catch (SocketTimeoutException e) {
            return "";
        }
    }

    /** Asks for an A record; its address, or the result code. */
    String resolve(Path namespace, String server, String name) throws IOException {
        ByteArrayOutputStream query = new ByteArrayOutputStream();
        query.writeBytes(new byte[] {7, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        for (String label : name.split("\\.")) {
            query.write(label.length());
            query.writeBytes(label.getBytes(UTF_8));
        }
        query.writeBytes(new byte[] {0, 0, 1, 0, 1});
        DatagramChannel channel =
                inside(namespace, () -> DatagramChannel.open(StandardProtocolFamily.INET));
        try (channel) {
            channel.send(ByteBuffer.wrap(query.toByteArray()), new InetSocketAddress(server, 53));
            DatagramPacket answer = new DatagramPacket(new byte[600], 600);
            channel.socket().setSoTimeout(3_000);
            channel.socket().receive(answer);
            byte[] data = answer.getData();
            int code = data[3] & 15;
            return code == 0
                    ? Block.textOf(ByteBuffer.wrap(data).getInt(answer.getLength() - 4))
                    : "code " + code;
        }
    }

    @Override
    public void close() throws IOException {
        for (Channel one : open) {
            one.close();
        }
        namespaces.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (Files.exists(file) && NetworkNamespaces.mounted(file)) {
                    clear(file);
                }
            }
        }
        outside.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void clear(Path file) {
        try {
            if (Files.isDirectory(file)) {
                NetworkNamespaces.forget(file);
            } else {
                outside.remove(file);
            }
        } catch (LinuxException e) {
            throw new IllegalStateException("Cannot clean up " + file, e);
        }
    }
}
