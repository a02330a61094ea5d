package dev.slipway.node.local;

import dev.slipway.node.agent.Happening;
import dev.slipway.node.agent.Machine;
import dev.slipway.node.agent.Remains;
import dev.slipway.node.agent.Step;
import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.NodeReport;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Ends its whole process, as a kill does, before, in the middle of or right after one step. */
record HaltingMachine(Machine machine, Moment moment) implements Machine {
    static final int EXIT = 42;

    /**
     * @param step the simple name of the {@link Step}
     * @param millis into the step; -1: before it begins; {@link #AFTER}: when it is done, before
     *     the agent hears of it
     */
    record Moment(String step, int millis) {
        static final int BEFORE = -1;
        static final int AFTER = -2;

        static Moment before(String step) {
            return new Moment(step, BEFORE);
        }

        static Moment after(String step) {
            return new Moment(step, AFTER);
        }

        @Override
        public String toString() {
            return switch (millis) {
                case BEFORE -> "before " + step;
                case AFTER -> "after " + step;
                default -> millis + " ms into " + step;
            };
        }
    }

    @Override
    public NodeReport.Capacity capacity() {
        return machine.capacity();
    }

    @Override
    public List<Remains> begin(Consumer<Happening> tell) {
        return machine.begin(
                happening -> {
                    if (moment.millis() == Moment.AFTER
                            && moment.step().equals(stepThatIsOver(happening))) {
                        halt();
                    }
                    tell.accept(happening);
                });
    }

    private static String stepThatIsOver(Happening happening) {
        return switch (happening) {
            case Happening.Done done -> done.step().getClass().getSimpleName();
            case Happening.Fetched _ -> "FetchImage";
            case Happening.Started _ -> "StartContainer";
            case Happening.Ended _ -> "StopContainer";
            case Happening.Failed failed -> throw new AssertionError(failed);
            case Happening.Checked _ -> "CheckContainer";
        };
    }

    @Override
    public void plan(NodePlan plan) {
        machine.plan(plan);
    }

    @Override
    public void perform(Step step) {
        boolean meant = step.getClass().getSimpleName().equals(moment.step());
        if (meant && moment.millis() == Moment.BEFORE) {
            halt();
        }
        machine.perform(step);
        if (meant && moment.millis() >= 0) {
            LockSupport.parkNanos(moment.millis() * 1_000_000L);
            halt();
        }
    }

    private static void halt() {
        Runtime.getRuntime().halt(EXIT);
    }
}
