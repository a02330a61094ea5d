package dev.slipway.node.network;

import java.util.List;
import java.util.Optional;

/** Choosing the block of public addresses, purely from what is in use. */
public final class PublicPool {

    private PublicPool() {}

    /**
     * The first /24 of 198.18.0.0/15 (set aside for benchmarks, so on no network that people use)
     * clear of all blocks in use; the search starts at a place given by the instance's name, so
     * that an instance tends to keep its pool.
     *
     * @param inUse the destinations of the host's routes and other instances' pools, as IPv4 blocks
     *     or addresses; a default route does not count
     * @return empty when all 512 are taken
     */
    public static Optional<String> choose(String instance, List<String> inUse) {
        int start = Math.floorMod(instance.hashCode(), 512);
        List<Block> taken =
                inUse.stream().map(Block::parse).filter(block -> block.prefix() > 0).toList();
        for (int i = 0; i < 512; i++) {
            Block candidate = new Block(0xC612_0000 + (((start + i) % 512) << 8), 24);
            if (taken.stream().noneMatch(candidate::overlaps)) {
                return Optional.of(candidate.toString());
            }
        }
        return Optional.empty();
    }
}
