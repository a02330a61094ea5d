package dev.slipway.controlplane.ecs.task;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The random names of one task, made before the decision that uses them, which is pure.
 *
 * @param taskId 32 hex digits
 * @param attachmentId a UUID
 * @param credentialsId a UUID that nobody can guess
 * @param containerIds UUIDs, as many as a definition may have containers
 */
record Names(String taskId, String attachmentId, String credentialsId, List<String> containerIds) {
    private static final int MAX_CONTAINERS = 10;

    Names {
        containerIds = List.copyOf(containerIds);
    }

    static Names random(RandomGenerator random) {
        return new Names(
                uuid(random).replace("-", ""),
                uuid(random),
                uuid(random),
                IntStream.range(0, MAX_CONTAINERS).mapToObj(i -> uuid(random)).toList());
    }

    /** Of version 4. */
    private static String uuid(RandomGenerator random) {
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & ~(3L << 62)) | (1L << 63);
        return "%08x-%04x-%04x-%04x-%012x"
                .formatted(
                        high >>> 32,
                        (high >>> 16) & 0xffff,
                        high & 0xffff,
                        low >>> 48,
                        low & 0xffff_ffff_ffffL);
    }
}
