package dev.slipway.controlplane.ecs;

import static dev.slipway.controlplane.ecs.EcsDesk.container;
import static dev.slipway.controlplane.ecs.TaskDefinitionRulesTest.log;
import static dev.slipway.controlplane.ecs.TaskDefinitionRulesTest.task;
import static dev.slipway.controlplane.ecs.TaskDefinitionRulesTest.web;

import dev.slipway.controlplane.ecs.TaskDefinitionRulesTest.Mistake;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules about volumes, where they are mounted, and texts that the kernel or a driver takes. */
// The model's builders take their parts as varargs of consumers.
@SuppressWarnings("unchecked")
class VolumeAndTextRulesTest {
    @ParameterizedTest
    @MethodSource({"ofVolumes", "ofTexts"})
    void aDocumentThatBreaksARuleIsRefusedByName(Mistake mistake) {
        mistake.isRefused();
    }

    static List<Mistake> ofVolumes() {
        return List.of(
                web(
                        "volumes from itself",
                        c -> c.volumesFrom(v -> v.sourceContainer("web")),
                        "'volumesFrom' refers to 'web'"),
                task(
                        "volumes in a circle",
                        b ->
                                b.containerDefinitions(
                                        container("a")
                                                .volumesFrom(v -> v.sourceContainer("b"))
                                                .build(),
                                        container("b")
                                                .volumesFrom(v -> v.sourceContainer("a"))
                                                .build()),
                        "container 'a'. 'volumesFrom' makes a cycle."),
                task(
                        "volumes of one twice",
                        b ->
                                b.containerDefinitions(
                                        container("a").build(),
                                        container("b")
                                                .volumesFrom(
                                                        v -> v.sourceContainer("a"),
                                                        v -> v.sourceContainer("a"))
                                                .build()),
                        "'volumesFrom' has 'a' more than once."),
                mounted("nowhere", "", "'mountPoints' need a 'containerPath'."),
                mounted("relative", "data", "'data' must be an absolute path"),
                mounted("the root", "//", "'//' must be an absolute path other than /"),
                mounted("upwards", "/a/../b", "without . and .."),
                task(
                        "one place twice",
                        b ->
                                b.volumes(v -> v.name("v"), v -> v.name("w"))
                                        .containerDefinitions(
                                                container("web")
                                                        .mountPoints(
                                                                m ->
                                                                        m.sourceVolume("v")
                                                                                .containerPath(
                                                                                        "/data"),
                                                                m ->
                                                                        m.sourceVolume("w")
                                                                                .containerPath(
                                                                                        "/data/"))
                                                        .build()),
                        "'mountPoints' has '/data/' more than once."));
    }

    static List<Mistake> ofTexts() {
        return List.of(
                web(
                        "NUL in a value",
                        c ->
                                c.environment(
                                        e -> e.name("A").value("x"), e -> e.name("B").value("\0")),
                        "'containerDefinitions[0].environment[1].value' has a NUL character."),
                web(
                        "NUL in a command",
                        c -> c.command("sh", "-c\0"),
                        "'containerDefinitions[0].command[1]' has a NUL character."),
                web(
                        "NUL in a label",
                        c -> c.dockerLabels(Map.of("l", "\0")),
                        "'containerDefinitions[0].dockerLabels.l' has a NUL character."),
                web(
                        "no such capability",
                        c -> c.linuxParameters(l -> l.capabilities(k -> k.drop("CAP_CHOWN"))),
                        "'CAP_CHOWN', which is not a capability."),
                web(
                        "sysctl that is a path",
                        c -> c.systemControls(s -> s.namespace("net.x/../../y").value("1")),
                        "systemControls net.x/../../y"),
                web(
                        "sysctl with a gap",
                        c -> c.systemControls(s -> s.namespace("net..x").value("1")),
                        "systemControls net..x"),
                log(
                        "pattern",
                        "awslogs",
                        Map.of(
                                "awslogs-region",
                                "r",
                                "awslogs-group",
                                "g",
                                "awslogs-multiline-pattern",
                                "(("),
                        "awslogs-multiline-pattern is not a regular expression"),
                log(
                        "pattern and format",
                        "awslogs",
                        Map.of(
                                "awslogs-region",
                                "r",
                                "awslogs-group",
                                "g",
                                "awslogs-multiline-pattern",
                                "^a",
                                "awslogs-datetime-format",
                                "%Y"),
                        "not both"),
                log(
                        "buffer",
                        "awslogs",
                        Map.of(
                                "awslogs-region",
                                "r",
                                "awslogs-group",
                                "g",
                                "max-buffer-size",
                                "ten"),
                        "max-buffer-size must be a size"),
                log(
                        "create group",
                        "awslogs",
                        Map.of(
                                "awslogs-region",
                                "r",
                                "awslogs-group",
                                "g",
                                "awslogs-create-group",
                                "yes"),
                        "awslogs-create-group must be true or false."));
    }

    private static Mistake mounted(String name, String path, String message) {
        return task(
                name,
                b ->
                        b.volumes(v -> v.name("v"))
                                .containerDefinitions(
                                        container("web")
                                                .mountPoints(
                                                        m ->
                                                                m.sourceVolume("v")
                                                                        .containerPath(path))
                                                .build()),
                message);
    }
}
