package dev.slipway.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublicPoolTest {

    @Test
    void anInstanceTendsToTheSameBlockAndStepsAsideForWhatIsRouted() {
        String usual = PublicPool.choose("one", List.of("0.0.0.0/0")).orElseThrow();

        assertThat(PublicPool.choose("one", List.of("10.0.0.0/8"))).contains(usual);
        assertThat(PublicPool.choose("one", List.of(usual)))
                .hasValueSatisfying(other -> assertThat(other).isNotEqualTo(usual));
    }

    @Test
    void aSingleAddressInABlockMakesItTaken() {
        String usual = PublicPool.choose("one", List.of()).orElseThrow();
        String within = usual.replace(".0/24", ".77");

        assertThat(PublicPool.choose("one", List.of(within)))
                .hasValueSatisfying(other -> assertThat(other).isNotEqualTo(usual));
    }

    @Test
    void manyInstancesGetBlocksThatDoNotOverlapUntilNoneIsLeft() {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 512; i++) {
            String next = PublicPool.choose("i" + i, taken).orElseThrow();
            Block block = Block.parse(next);
            assertThat(Block.parse("198.18.0.0/15").contains(block.address())).isTrue();
            assertThat(taken).noneMatch(other -> Block.parse(other).overlaps(block));
            taken.add(next);
        }

        assertThat(PublicPool.choose("late", taken)).isEqualTo(Optional.empty());
    }
}
