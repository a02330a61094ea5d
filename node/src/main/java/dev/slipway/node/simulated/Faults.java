package dev.slipway.node.simulated;

/**
 * Misfortune: the chance, from 0 to 1, that a step of that kind fails.
 *
 * @param removal of a container or a network; the agent tries it again
 * @param crash that a container ends by itself with exit code 139 within a minute of its start
 */
public record Faults(
        double network, double pull, double create, double start, double removal, double crash) {
    public static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0);
}
