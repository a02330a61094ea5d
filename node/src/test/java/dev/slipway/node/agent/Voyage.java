package dev.slipway.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.agent.PaperMachine.Body;
import dev.slipway.node.agent.PaperMachine.Box;
import dev.slipway.nodelink.TaskPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** One generated life on a machine of paper, every step of which is judged. */
final class Voyage {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int[] CODES = {0, 0, 1, 7, 137};

    private final long seed;
    private final SplittableRandom random;
    private final TaskPlan plan;
    private final PaperMachine machine;

    /** Entries that the journal may have kept when the server dies now. */
    private final List<String> kept = new ArrayList<>();

    private final List<String> story = new ArrayList<>();
    private TaskLife life;
    private Instant now = START;
    private Wish wish;
    private Wish planned;
    private Optional<Instant> next = Optional.empty();
    private boolean forgotten;

    Voyage(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.plan = GeneratedTask.of(1, random);
        this.machine = new PaperMachine(plan);
        this.life = TaskLife.fresh(plan);
        this.wish = new Wish.Run(plan);
        this.planned = wish;
        look();
    }

    TaskLife life() {
        return life;
    }

    boolean forgotten() {
        return forgotten;
    }

    PaperMachine machine() {
        return machine;
    }

    String story() {
        return "seed " + seed + ": " + String.join("\n", story);
    }

    void wish(Wish newest) {
        planned = newest;
        wish = newest;
        if (newest instanceof Wish.Run) {
            life = life.joined(plan);
        } else {
            machine.stopWished();
        }
        say("wished " + newest.getClass().getSimpleName());
        look();
    }

    /** Anything may happen. */
    void mishap() {
        int draw = random.nextInt(100);
        if (draw < 3) {
            crash();
        } else if (draw < 5 && !(planned instanceof Wish.Gone)) {
            wish(new Wish.Stop());
        } else if (draw < 25) {
            pass(Duration.ofSeconds(1 + random.nextInt(90)));
        } else if (draw < 35) {
            endOne();
        } else if (draw < 45 && wish instanceof Wish.Unknown) {
            wish(planned);
        } else if (!machine.underWay().isEmpty()) {
            Step step = machine.underWay().get(random.nextInt(machine.underWay().size()));
            tell(
                    random.nextInt(12) == 0
                            ? machine.fail(step)
                            : machine.finish(step, random.nextBoolean(), now));
        }
    }

    /**
     * All goes well: steps are done, checks pass, jobs end, signals are heeded. False when there is
     * nothing more to do or to wait for.
     */
    boolean fairTurn() {
        if (wish instanceof Wish.Unknown) {
            wish(planned);
            return true;
        }
        if (!machine.underWay().isEmpty()) {
            tell(machine.finish(machine.underWay().getFirst(), true, now));
            return true;
        }
        for (Box box : machine.boxes()) {
            boolean ends = box.killSent.isPresent() || (box.stopSent && random.nextBoolean());
            boolean waitedFor = life.times().startedAt().isEmpty() && !box.plan.essential();
            boolean jobDone = waitedFor && random.nextInt(4) == 0;
            if (box.body == Body.RUNNING && (ends || jobDone)) {
                tell(machine.end(plan.id(), box, ends ? 143 : code(), now));
                return true;
            }
        }
        if (next.isPresent()) {
            pass(Duration.between(now, next.get()));
            return true;
        }
        return machine.boxes().stream().anyMatch(b -> b.body == Body.RUNNING);
    }

    private int code() {
        return CODES[random.nextInt(CODES.length)];
    }

    private void endOne() {
        List<Box> running = machine.boxes().stream().filter(b -> b.body == Body.RUNNING).toList();
        if (!running.isEmpty()) {
            Box box = running.get(random.nextInt(running.size()));
            tell(machine.end(plan.id(), box, code(), now));
        }
    }

    private void pass(Duration time) {
        // Level-triggered, but moments are kept: the agent looks at each that it asked for.
        Instant end = now.plus(time);
        while (next.isPresent() && !next.get().isAfter(end)) {
            now = next.get();
            look();
        }
        now = end.isAfter(now) ? end : now;
    }

    private void tell(Happening happening) {
        say(happening.toString().replaceAll("task=TaskPlan.*", "..."));
        life = life.after(happening, now);
        look();
    }

    /** What was under way has come about or not; of the newest journal entries some may be lost. */
    private void crash() {
        for (Step step : List.copyOf(machine.underWay())) {
            if (random.nextBoolean()) {
                machine.finish(step, false, now);
            }
        }
        machine.underWay().clear();
        Remains remains = machine.remains(plan.id());
        String text = kept.get(random.nextInt(kept.size()));
        kept.clear();
        kept.add(text);
        say("crash, found " + remains + ", remembered " + text);
        life = Adoption.adopt(LifeText.read(text), Optional.of(remains), now);
        wish = new Wish.Unknown();
        look();
    }

    private void look() {
        if (forgotten) {
            return;
        }
        TaskLife before = life;
        life = life.settled(wish, now);
        assertThat(life.phase()).as(this::story).isGreaterThanOrEqualTo(before.phase());
        List<Step> steps = Decisions.decide(life, wish, now);
        for (Step step : steps) {
            life = life.begun(step, now);
        }
        remember(steps);
        next = Optional.empty();
        for (Step step : steps) {
            if (step instanceof Step.LookAgain again) {
                next = next.filter(at -> at.isBefore(again.at())).or(() -> Optional.of(again.at()));
                assertThat(again.at()).as(this::story).isAfter(now);
                continue;
            }
            say("step " + step.getClass().getSimpleName() + " " + step.container());
            assertThat(machine.take(step, now)).as(this::story).isEmpty();
            forgotten |= step instanceof Step.Forget;
        }
    }

    private void remember(List<Step> steps) {
        boolean saved =
                steps.stream()
                        .anyMatch(
                                s ->
                                        s instanceof Step.RemoveContainer
                                                || s instanceof Step.RenewContainer);
        if (saved || kept.size() > 3) {
            kept.clear();
        }
        kept.add(LifeText.write(life));
    }

    private void say(String what) {
        story.add(Duration.between(START, now).toSeconds() + " " + what);
    }
}
