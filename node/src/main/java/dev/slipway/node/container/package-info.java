/**
 * Containers: from an image, a network namespace and a line of a task definition to a process tree
 * that really runs, and back to nothing.
 *
 * <p>A container is made by an OCI runtime under conmon, which holds its output and its exit code,
 * so it outlives this process. Its states are CREATED (everything is ready, its own program does
 * not run yet), RUNNING and ENDED; one that ended can be renewed: it is CREATED again. Before
 * conmon is told to go on, a record of the container is on disk; the record goes when nothing of
 * the container is left. So whatever is found on the machine in this instance's name is in a
 * record, a monitor that waits for a container, or a leak.
 *
 * <p>A task is a parent cgroup with the CPU and memory that the whole task may use; each container
 * is a child cgroup. Limits are read back after they were set.
 *
 * <p>A process id means a process only together with its start time and the machine's boot id;
 * signals go through pidfds.
 *
 * <p>Not here: network namespaces (only their paths), images (room {@code image}), reading the log
 * file, deciding when to stop.
 */
@NullMarked
package dev.slipway.node.container;

import org.jspecify.annotations.NullMarked;
