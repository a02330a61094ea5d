package dev.slipway.node.simulated;

import dev.slipway.node.agent.Agent;
import dev.slipway.node.agent.MemoryJournal;
import dev.slipway.node.agent.TaskView;
import dev.slipway.node.agent.Timeline;
import dev.slipway.nodelink.ControlPlaneLink;
import dev.slipway.nodelink.Node;
import dev.slipway.nodelink.NodePlan;
import java.util.List;

/** The simulated node's front door. */
public final class SimulatedNode implements Node {
    private final SimulatedSettings settings;
    private final SimulatedMachine machine;
    private final MemoryJournal journal;
    private final ControlPlaneLink link;
    private final Timeline timeline;
    private final Agent agent;

    private SimulatedNode(
            SimulatedSettings settings,
            SimulatedMachine machine,
            MemoryJournal journal,
            ControlPlaneLink link,
            Timeline timeline) {
        this.settings = settings;
        this.machine = machine;
        this.journal = journal;
        this.link = link;
        this.timeline = timeline;
        this.agent = Agent.open(settings.nodeId(), machine, link, journal, timeline);
    }

    /**
     * Opens an empty node; it reports in full at its first turn.
     *
     * @param timeline a {@link dev.slipway.node.agent.ThreadTimeline} in a server, a {@link
     *     VirtualTimeline} in a simulation
     */
    public static SimulatedNode open(
            SimulatedSettings settings, ControlPlaneLink link, Timeline timeline) {
        return new SimulatedNode(
                settings,
                new SimulatedMachine(settings, link, timeline),
                new MemoryJournal(),
                link,
                timeline);
    }

    /**
     * The node's software comes back after a crash: containers went on running meanwhile. This
     * object is closed and the new one takes its place.
     */
    public SimulatedNode restarted() {
        close();
        return new SimulatedNode(settings, machine, journal, link, timeline);
    }

    /** The whole machine comes back after a power cut: what it ran is gone, its journal is not. */
    public SimulatedNode rebooted() {
        close();
        machine.powerCut();
        return new SimulatedNode(settings, machine, journal, link, timeline);
    }

    @Override
    public String id() {
        return agent.id();
    }

    @Override
    public void apply(NodePlan plan) {
        agent.apply(plan);
    }

    /** The link to the control plane is there again. */
    public void reconnected() {
        agent.reconnected();
    }

    /** Tasks in the plan as they are now, ordered by id. */
    public List<TaskView> tasks() {
        return agent.tasks();
    }

    /** What is on the pretended machine, one line each, ordered: empty when nothing was left. */
    public List<String> leaks() {
        return machine.everything();
    }

    /** Names of running containers, {@code task-id/name}, ordered. */
    public List<String> running() {
        return machine.running();
    }

    @Override
    public void close() {
        agent.close();
    }
}
