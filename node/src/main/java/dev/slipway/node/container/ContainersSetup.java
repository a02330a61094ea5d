package dev.slipway.node.container;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * What {@link Containers} needs to know.
 *
 * @param folder for records, bundles, writable layers and log files; on a file system that
 *     overlayfs can write to
 * @param layers where image layers are
 * @param instance of this server: two to twelve lower-case letters and digits, in every name and
 *     path that is visible on the machine
 * @param runtime path of a runtime to use instead of choosing one; empty: choose
 * @param ended told once of each container that ended, on a thread that must not be kept waiting
 */
public record ContainersSetup(
        Path folder,
        Path layers,
        String instance,
        String runtime,
        InstantSource clock,
        Consumer<Container> ended) {}
