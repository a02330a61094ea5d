package dev.slipway.nodelink;

/**
 * A node as the control plane sees it: the real one and the simulated one are told the same way.
 */
public interface Node extends AutoCloseable {

    String id();

    /**
     * Takes in a plan and returns at once; the node works towards it on its own threads and reports
     * what it sees.
     */
    void apply(NodePlan plan);

    /** Stops working; tasks go on running. */
    @Override
    void close();
}
