package dev.slipway.node.agent;

import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.NodeReport;
import java.util.List;
import java.util.function.Consumer;

/** What tasks run on: a real machine or a simulated one. */
public interface Machine {

    NodeReport.Capacity capacity();

    /**
     * Called once, before anything else: says what is there from before and tells from now on. An
     * end of a container that is running in the answer is told later.
     *
     * @param tell may be called from any thread
     */
    List<Remains> begin(Consumer<Happening> tell);

    /** The newest plan: interfaces, groups, subnets and VPCs. Taken in without waiting. */
    void plan(NodePlan plan);

    /**
     * Takes a step without waiting. The steps {@link Step.Forget} and {@link Step.LookAgain} are
     * the agent's own and never come here.
     */
    void perform(Step step);
}
