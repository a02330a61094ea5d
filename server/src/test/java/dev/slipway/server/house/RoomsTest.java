package dev.slipway.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The arrows between rooms: one map, here, and the same printed in ARCHITECTURE.md. Rooms of {@code
 * server} may see everything and only promise to be without a circle among themselves.
 */
class RoomsTest {

    /** {@code room -> what it may see}; a dot in front means a room of the same module. */
    private static final String ARROWS =
            """
            controlplane.api -> .audit .state wire
            controlplane.audit -> .state
            controlplane.aws ->
            controlplane.discovery -> .api .discovery.instance .discovery.namespace .discovery.operation .discovery.service .discovery.tag .state wire
            controlplane.discovery.grammar -> .api .aws wire
            controlplane.discovery.instance -> .api .aws .discovery.grammar .discovery.namespace .discovery.operation .discovery.service .state wire
            controlplane.discovery.namespace -> .api .aws .discovery.grammar .discovery.operation .state wire
            controlplane.discovery.operation -> .api .aws .discovery.grammar .state wire
            controlplane.discovery.service -> .api .aws .discovery.grammar .discovery.namespace .discovery.operation .state wire
            controlplane.discovery.tag -> .api .aws .discovery.grammar .discovery.namespace .discovery.service .state wire
            controlplane.ec2 -> .api .aws .ec2.address .ec2.gateway .ec2.lookup .ec2.networkinterface .ec2.prefixlist .ec2.routetable .ec2.securitygroup .ec2.subnet .ec2.tag .ec2.vpc .ec2.zone .state
            controlplane.ec2.address -> .aws .ec2.block .state wire
            controlplane.ec2.block ->
            controlplane.ec2.gateway -> .api .aws .ec2.lookup .ec2.vpc .state wire
            controlplane.ec2.lookup -> .api .aws .state wire
            controlplane.ec2.networkinterface -> .api .aws .ec2.address .ec2.block .ec2.lookup .ec2.securitygroup .ec2.subnet .ec2.vpc .ec2.zone .state nodelink wire
            controlplane.ec2.prefixlist -> .api .aws .ec2.block .ec2.lookup .state wire
            controlplane.ec2.routetable -> .api .aws .ec2.block .ec2.gateway .ec2.lookup .ec2.vpc .state wire
            controlplane.ec2.securitygroup -> .api .aws .ec2.block .ec2.lookup .ec2.prefixlist .ec2.vpc .state nodelink wire
            controlplane.ec2.subnet -> .api .aws .ec2.block .ec2.lookup .ec2.routetable .ec2.vpc .ec2.zone .state nodelink wire
            controlplane.ec2.tag -> .api .aws .ec2.gateway .ec2.lookup .ec2.networkinterface .ec2.prefixlist .ec2.routetable .ec2.securitygroup .ec2.subnet .ec2.vpc .state wire
            controlplane.ec2.vpc -> .api .aws .ec2.block .ec2.lookup .state nodelink wire
            controlplane.ec2.zone -> .api .ec2.lookup wire
            controlplane.ecs -> .api .ecs.accountsetting .ecs.capacityprovider .ecs.cluster .ecs.containerinstance .ecs.tag .ecs.taskdefinition .state wire
            controlplane.ecs.accountsetting -> .api .aws .ecs.grammar .state wire
            controlplane.ecs.capacityprovider -> .api .aws .ecs.grammar wire
            controlplane.ecs.cluster -> .api .aws .ecs.accountsetting .ecs.capacityprovider .ecs.grammar .ecs.tag .state wire
            controlplane.ecs.containerinstance -> .api .aws .ecs.cluster .ecs.grammar .state wire
            controlplane.ecs.grammar -> .api .aws wire
            controlplane.ecs.tag -> .api .aws .ecs.grammar .state wire
            controlplane.ecs.task -> .api .aws .ec2.networkinterface .ec2.securitygroup .ec2.subnet .ecs.accountsetting .ecs.capacityprovider .ecs.cluster .ecs.grammar .ecs.tag .ecs.taskdefinition .iam .placement .reconcile .state nodelink wire
            controlplane.ecs.taskdefinition -> .api .aws .ecs.grammar .ecs.tag .reconcile .state wire
            controlplane.fleet -> .ecs.task .placement .planning .state nodelink
            controlplane.iam -> .api .aws .state nodelink wire
            controlplane.logfilter ->
            controlplane.logs -> .api .aws .logfilter .logstore .state wire
            controlplane.logstore -> .state
            controlplane.placement -> .aws .state
            controlplane.planning -> .aws .ec2.gateway .ec2.networkinterface .ec2.prefixlist .ec2.routetable .ec2.securitygroup .ec2.subnet .ec2.vpc .ecs.task .ecs.taskdefinition .placement .reconcile .state nodelink
            controlplane.reconcile -> .state
            controlplane.state -> .aws
            controlplane.sts -> .api wire
            node.agent -> nodelink
            node.container -> .host .image .volume nodelink
            node.dns ->
            node.host ->
            node.image -> .host
            node.local -> .agent .container .host .image .logs .metadata .network .stats nodelink
            node.logs -> nodelink
            node.metadata -> .agent .stats nodelink
            node.netlink -> .host
            node.network -> .dns .host .netlink nodelink
            node.registry -> .host
            node.simulated -> .agent nodelink
            node.stats -> .host
            node.volume -> .host nodelink
            nodelink ->
            wire ->
            wire.facts -> wire
            wire.http -> wire .facts .protocol .signature
            wire.protocol -> wire .facts
            wire.signature -> wire .facts
            """;

    /** Rooms that make intent come true. */
    private static final Set<String> ENGINES =
            Set.of("controlplane.fleet", "controlplane.placement", "controlplane.planning");

    /** Rooms that all services stand on and that therefore know none of them. */
    private static final Set<String> GROUND =
            Set.of(
                    "controlplane.api",
                    "controlplane.audit",
                    "controlplane.aws",
                    "controlplane.placement",
                    "controlplane.reconcile",
                    "controlplane.state");

    /**
     * Rooms that touch the machine by themselves: {@code node.netlink} is the network's part of
     * {@code node.host}.
     */
    private static final Set<String> TOUCHES_THE_MACHINE = Set.of("node.host", "node.netlink");

    /**
     * The only circle: {@code cloud} asks {@code cli} for the version and the room of the main for
     * its engine loop. It goes when these two classes move to rooms of their own.
     */
    private static final Set<String> CIRCLE_OF_SERVER =
            Set.of("server", "server.cli", "server.cloud");

    private static final String BEGIN = "<!-- arrows: written by RoomsTest -->";
    private static final String END = "<!-- end of arrows -->";

    private static final JavaClasses CLASSES = House.classes();

    @Test
    void aRoomSeesOnlyTheRoomsOnTheMap() {
        SortedMap<String, NavigableSet<String>> allowed = allowed();
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            String room = House.room(type);
            if (inServer(room)) {
                continue;
            }
            NavigableSet<String> mayBeSeen = allowed.getOrDefault(room, new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String seen = seen(dependency);
                if (!seen.isEmpty() && !seen.equals(room) && !mayBeSeen.contains(seen)) {
                    wrong.add(room + " -> " + seen + ": " + dependency.getDescription());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void theMapNamesEveryRoomAndNoArrowThatNobodyUses() {
        assertThat(render(allowed())).isEqualTo(render(actual()));
    }

    @Test
    void noRoomSeesItselfThroughOthers() {
        SortedMap<String, NavigableSet<String>> all = allowed();
        for (JavaClass type : CLASSES) {
            String room = House.room(type);
            if (inServer(room)) {
                all.computeIfAbsent(room, _ -> new TreeSet<>()).addAll(seenBy(type));
            }
        }
        assertThat(all.keySet())
                .filteredOn(room -> reachable(all, room).contains(room))
                .isSubsetOf(CIRCLE_OF_SERVER);
    }

    @Test
    void aModuleSeesOnlyTheModulesBelowIt() {
        Map<String, Set<String>> modules =
                Map.of(
                        "wire", Set.of("wire"),
                        "nodelink", Set.of("nodelink"),
                        "controlplane", Set.of("controlplane", "nodelink", "wire"),
                        "node", Set.of("node", "nodelink"));
        allowed()
                .forEach(
                        (room, targets) ->
                                assertThat(targets.stream().map(RoomsTest::module))
                                        .as(room)
                                        .isSubsetOf(modules.getOrDefault(module(room), Set.of())));
    }

    @Test
    void noServiceSeesAnEngineSavePlacement() {
        SortedMap<String, NavigableSet<String>> allowed = allowed();
        allowed.keySet().stream()
                .filter(room -> !ENGINES.contains(room))
                .forEach(
                        room ->
                                assertThat(reachable(allowed, room))
                                        .as(room)
                                        .doesNotContain(
                                                "controlplane.fleet", "controlplane.planning"));
    }

    @Test
    void whatAllServicesStandOnKnowsNone() {
        allowed()
                .forEach(
                        (room, targets) -> {
                            if (GROUND.contains(room)) {
                                assertThat(targets)
                                        .as(room)
                                        .filteredOn(target -> module(target).equals("controlplane"))
                                        .isSubsetOf(GROUND);
                            }
                        });
    }

    @Test
    void wireKnowsNoService() {
        assertThat(CLASSES)
                .filteredOn(type -> module(House.room(type)).equals("wire"))
                .flatExtracting(type -> type.getDirectDependenciesFromSelf())
                .extracting(dependency -> dependency.getTargetClass().getPackageName())
                .isNotEmpty()
                .noneMatch(name -> name.startsWith("software.amazon.awssdk.services"));
    }

    @Test
    void theGrammarOfAwsNeedsNothingButTheJdk() {
        assertThat(CLASSES)
                .filteredOn(type -> House.room(type).equals("controlplane.aws"))
                .flatExtracting(type -> type.getDirectDependenciesFromSelf())
                .extracting(
                        dependency ->
                                dependency.getTargetClass().getBaseComponentType().getPackageName())
                .isNotEmpty()
                .allMatch(
                        name ->
                                name.isEmpty()
                                        || name.startsWith("java.")
                                        || name.equals("org.jspecify.annotations")
                                        || name.equals("dev.slipway.controlplane.aws"));
    }

    @Test
    void onlyTheHostRoomCallsLinuxAndStartsProcesses() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            String room = House.room(type);
            if (inServer(room) || TOUCHES_THE_MACHINE.contains(room)) {
                continue;
            }
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target = dependency.getTargetClass().getBaseComponentType().getName();
                if (target.startsWith("java.lang.foreign.")
                        || target.startsWith("java.lang.ProcessBuilder")
                        || target.equals("java.lang.Runtime")) {
                    wrong.add(dependency.getDescription());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void architectureMdPrintsTheMap() throws IOException {
        Path page = House.root().resolve("ARCHITECTURE.md");
        String text = Files.readString(page);
        int from = text.indexOf(BEGIN);
        int to = text.indexOf(END);
        assertThat(from).as("ARCHITECTURE.md has " + BEGIN).isNotNegative();
        assertThat(to).isGreaterThan(from);
        String expected =
                text.substring(0, from)
                        + BEGIN
                        + "\n```\n"
                        + render(allowed())
                        + "```\n"
                        + text.substring(to);
        if (Boolean.getBoolean("slipway.write")) {
            Files.writeString(page, expected);
        } else {
            assertThat(text).as("run once with -Dslipway.write=true").isEqualTo(expected);
        }
    }

    private static SortedMap<String, NavigableSet<String>> allowed() {
        SortedMap<String, NavigableSet<String>> map = new TreeMap<>();
        ARROWS.lines()
                .filter(line -> !line.isBlank())
                .forEach(
                        line -> {
                            String[] sides = line.split("->", 2);
                            String room = sides[0].strip();
                            NavigableSet<String> targets = new TreeSet<>();
                            Arrays.stream(sides[1].strip().split(" +"))
                                    .filter(target -> !target.isEmpty())
                                    .map(
                                            target ->
                                                    target.startsWith(".")
                                                            ? module(room) + target
                                                            : target)
                                    .forEach(targets::add);
                            map.put(room, targets);
                        });
        return map;
    }

    private static SortedMap<String, NavigableSet<String>> actual() {
        SortedMap<String, NavigableSet<String>> map = new TreeMap<>();
        for (JavaClass type : CLASSES) {
            String room = House.room(type);
            if (!inServer(room)) {
                map.computeIfAbsent(room, _ -> new TreeSet<>()).addAll(seenBy(type));
            }
        }
        return map;
    }

    private static NavigableSet<String> seenBy(JavaClass type) {
        NavigableSet<String> rooms = new TreeSet<>();
        type.getDirectDependenciesFromSelf().forEach(dependency -> rooms.add(seen(dependency)));
        rooms.remove("");
        rooms.remove(House.room(type));
        return rooms;
    }

    /** The room that a dependency leads to, or empty when it leads out of the house. */
    private static String seen(Dependency dependency) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        return target.getPackageName().startsWith("dev.slipway") ? House.room(target) : "";
    }

    private static Set<String> reachable(
            SortedMap<String, NavigableSet<String>> arrows, String from) {
        Set<String> seen = new TreeSet<>();
        ArrayDeque<String> open = new ArrayDeque<>(arrows.getOrDefault(from, new TreeSet<>()));
        while (!open.isEmpty()) {
            String room = open.remove();
            if (seen.add(room)) {
                open.addAll(arrows.getOrDefault(room, new TreeSet<>()));
            }
        }
        return seen;
    }

    private static String render(SortedMap<String, NavigableSet<String>> arrows) {
        StringBuilder text = new StringBuilder();
        arrows.forEach(
                (room, targets) -> {
                    text.append(room).append(" ->");
                    for (String target : targets) {
                        boolean near = target.startsWith(module(room) + ".");
                        text.append(' ')
                                .append(near ? target.substring(module(room).length()) : target);
                    }
                    text.append('\n');
                });
        return text.toString();
    }

    private static String module(String room) {
        return room.contains(".") ? room.substring(0, room.indexOf('.')) : room;
    }

    private static boolean inServer(String room) {
        return module(room).equals("server");
    }
}
