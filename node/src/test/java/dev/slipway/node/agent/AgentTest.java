package dev.slipway.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.simulated.Plans;
import dev.slipway.node.simulated.RecordingLink;
import dev.slipway.node.simulated.VirtualTimeline;
import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.NodeReport;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How the agent drives a machine, whatever machine it is. */
class AgentTest {
    private final VirtualTimeline time = new VirtualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
    private final RecordingLink link = new RecordingLink();
    private final TaskPlan task = Plans.task(1, Plans.container("web", true));

    @Test
    void aStepThatTheMachineThrowsAtHasFailedAndTheOthersAreTaken() {
        Obliging machine =
                new Obliging() {
                    @Override
                    public void perform(Step step) {
                        if (step instanceof Step.OpenNamespace) {
                            throw new IllegalStateException("not today");
                        }
                        super.perform(step);
                    }
                };
        Agent agent = Agent.open("node-1", machine, link, new MemoryJournal(), time);
        agent.apply(Plans.plan(1, task));
        time.advance(Duration.ofSeconds(1));
        assertThat(machine.steps).hasAtLeastOneElementOfType(Step.FetchImage.class);
        assertThat(link.task(task.id()).orElseThrow().phase()).isEqualTo(Phase.STOPPED);
        assertThat(link.task(task.id()).orElseThrow().failure().orElseThrow().message())
                .isEqualTo("not today");
    }

    @Test
    void plansThatWaitAreTakenInTogetherAndOnlyTheNewestCounts() {
        Obliging machine = new Obliging();
        Agent agent = Agent.open("node-1", machine, link, new MemoryJournal(), time);
        time.advance(Duration.ZERO);
        agent.apply(Plans.plan(3, task));
        agent.apply(Plans.plan(2));
        agent.apply(Plans.plan(4, task, Plans.task(2, Plans.container("web", true))));
        time.advance(Duration.ofSeconds(1));
        assertThat(machine.plans).extracting(NodePlan::generation).containsExactly(4L);
        assertThat(agent.tasks()).hasSize(2);
    }

    @Test
    void whatOnlyTheJournalWillKnowIsKeptBeforeTheStepIsTaken() {
        Obliging machine = new Obliging();
        List<Runnable> saving = new ArrayList<>();
        Journal slow =
                new Journal() {
                    @Override
                    public List<Entry> load() {
                        return List.of();
                    }

                    @Override
                    public void save(Entry entry, Runnable whenSaved) {
                        saving.add(whenSaved);
                    }

                    @Override
                    public void forget(String taskId) {}
                };
        TaskPlan again = Plans.task(1, Plans.restarted(Plans.container("web", true), 60));
        Agent agent = Agent.open("node-1", machine, link, slow, time);
        agent.apply(Plans.plan(1, again));
        time.advance(Duration.ofSeconds(1));
        assertThat(machine.steps).doesNotHaveAnyElementsOfTypes(Step.OpenNamespace.class);
        List.copyOf(saving).forEach(Runnable::run);
        saving.clear();
        for (Class<? extends Step> last :
                List.of(Step.RenewContainer.class, Step.RemoveContainer.class)) {
            time.advance(Duration.ofSeconds(last == Step.RenewContainer.class ? 61 : 1));
            machine.end(again, time.now());
            time.advance(Duration.ofSeconds(1));
            assertThat(machine.steps).doesNotHaveAnyElementsOfTypes(last);
            List.copyOf(saving).forEach(Runnable::run);
            saving.clear();
            time.advance(Duration.ofSeconds(1));
            assertThat(machine.steps).hasAtLeastOneElementOfType(last);
        }
    }

    /** Does at once whatever it is asked for. */
    private static class Obliging implements Machine {
        final List<Step> steps = new ArrayList<>();
        final List<NodePlan> plans = new ArrayList<>();
        private Consumer<Happening> tell = happening -> {};
        private Instant clock = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public NodeReport.Capacity capacity() {
            return new NodeReport.Capacity(1024, 1024);
        }

        @Override
        public List<Remains> begin(Consumer<Happening> listener) {
            tell = listener;
            return List.of();
        }

        @Override
        public void plan(NodePlan plan) {
            plans.add(plan);
        }

        @Override
        public void perform(Step step) {
            steps.add(step);
            switch (step) {
                case Step.FetchImage s ->
                        tell.accept(
                                new Happening.Fetched(s.taskId(), s.container(), "sha256:1", ""));
                case Step.StartContainer s ->
                        tell.accept(new Happening.Started(s.taskId(), s.container(), clock));
                default -> tell.accept(new Happening.Done(step));
            }
        }

        void end(TaskPlan task, Instant at) {
            clock = at;
            tell.accept(new Happening.Ended(task.id(), "web", java.util.OptionalInt.of(1), "", at));
        }
    }
}
