package dev.slipway.controlplane.ecs.task;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a caller wants otherwise than the task definition says.
 *
 * @param cpu as given; empty for none
 * @param memory as given; empty for none
 * @param taskRoleArn empty for none
 * @param executionRoleArn empty for none
 * @param ephemeralStorageGib 0 for none
 */
public record Overrides(
        String cpu,
        String memory,
        String taskRoleArn,
        String executionRoleArn,
        int ephemeralStorageGib,
        List<OfContainer> containers) {
    public Overrides {
        containers = List.copyOf(containers);
    }

    public static Overrides none() {
        return new Overrides("", "", "", "", 0, List.of());
    }

    /** What is wanted otherwise for one container; nothing when none was named so. */
    public OfContainer of(String container) {
        return containers.stream()
                .filter(c -> c.name().equals(container))
                .findFirst()
                .orElseGet(() -> OfContainer.none(container));
    }

    /**
     * @param command replaces the definition's; empty for none
     * @param environment merged over the definition's by name
     */
    public record OfContainer(
            String name,
            List<String> command,
            List<Variable> environment,
            OptionalInt cpu,
            OptionalInt memory,
            OptionalInt memoryReservation) {
        public OfContainer {
            command = List.copyOf(command);
            environment = List.copyOf(environment);
        }

        static OfContainer none(String name) {
            return new OfContainer(
                    name,
                    List.of(),
                    List.of(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty());
        }
    }

    public record Variable(String name, String value) {}
}
