package dev.slipway.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Generated lives: what must never happen never does, and what must come comes. */
class GeneratedLivesTest {
    private static final int CASES = Boolean.getBoolean("slipway.deep") ? 20_000 : 300;

    /** Each step is judged by the machine that is asked to take it. */
    @Test
    void whateverHappensNoStepBreaksARule() {
        for (long seed = 0; seed < CASES; seed++) {
            Voyage voyage = new Voyage(seed);
            for (int i = 0; i < 150; i++) {
                voyage.mishap();
            }
        }
    }

    @Test
    void whateverHasHappenedATaskThatIsToGoLeavesNothing() {
        for (long seed = 0; seed < CASES; seed++) {
            Voyage voyage = new Voyage(seed);
            int mishaps = (int) (seed % 150);
            for (int i = 0; i < mishaps; i++) {
                voyage.mishap();
            }
            voyage.wish(new Wish.Gone());
            int turns = 0;
            while (!voyage.forgotten() && turns < 500 && voyage.fairTurn()) {
                turns++;
            }
            assertThat(voyage.forgotten()).as(voyage::story).isTrue();
            assertThat(voyage.machine().empty()).as(voyage::story).isTrue();
        }
    }

    @Test
    void whereAllGoesWellATaskRunsOrTellsWhyNot() {
        for (long seed = 0; seed < CASES; seed++) {
            Voyage voyage = new Voyage(seed);
            int turns = 0;
            while (!told(voyage.life()) && turns < 3000 && voyage.fairTurn()) {
                turns++;
            }
            assertThat(told(voyage.life())).as(voyage::story).isTrue();
        }
    }

    private static boolean told(TaskLife life) {
        return life.times().startedAt().isPresent() || life.failure().isPresent();
    }
}
