package dev.slipway.controlplane.logstore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The blocks of one stream in order of arrival.
 *
 * @param ordered each block begins no earlier than the one before it ended: the usual case, in
 *     which a range is found by halving
 * @param marker the block without events that says furthest how far the source was read; it
 *     outlives the events
 */
record StreamBlocks(
        PVector<Block> blocks,
        boolean ordered,
        StreamStatistics statistics,
        Optional<Block> marker) {
    static final StreamBlocks EMPTY =
            new StreamBlocks(TreePVector.empty(), true, StreamStatistics.EMPTY, Optional.empty());

    StreamBlocks plus(Block block) {
        if (block.isMarker()) {
            boolean further = marker.map(m -> m.to() < block.to()).orElse(true);
            return new StreamBlocks(
                    blocks,
                    ordered,
                    statistics.atLeast(block.to()),
                    further ? Optional.of(block) : marker);
        }
        boolean inOrder =
                ordered
                        && (blocks.isEmpty()
                                || blocks.get(blocks.size() - 1).lastTimestamp()
                                        <= block.firstTimestamp());
        return new StreamBlocks(blocks.plus(block), inOrder, statistics.plus(block), marker);
    }

    /** Only the blocks with an event at or after a time. What was stored stays acknowledged. */
    StreamBlocks from(long oldest) {
        if (blocks.stream().allMatch(block -> block.lastTimestamp() >= oldest)) {
            return this;
        }
        StreamBlocks kept =
                new StreamBlocks(TreePVector.empty(), true, StreamStatistics.EMPTY, marker);
        for (Block block : blocks) {
            kept = block.lastTimestamp() >= oldest ? kept.plus(block) : kept;
        }
        return new StreamBlocks(
                kept.blocks, kept.ordered, kept.statistics.atLeast(statistics.position()), marker);
    }

    /** The same block at another place; nothing when it is not one of these any more. */
    StreamBlocks moved(Block block) {
        if (marker.isPresent() && marker.get().sequence() == block.sequence()) {
            return new StreamBlocks(blocks, ordered, statistics, Optional.of(block));
        }
        int index = indexOf(block.sequence());
        return index < 0
                ? this
                : new StreamBlocks(blocks.with(index, block), ordered, statistics, marker);
    }

    /** Where the block with this sequence lies now, or that it is gone. */
    Optional<Block> bySequence(long sequence) {
        int index = indexOf(sequence);
        return index < 0 ? Optional.empty() : Optional.of(blocks.get(index));
    }

    private int indexOf(long sequence) {
        int index = 0;
        for (Block block : blocks) {
            if (block.sequence() == sequence) {
                return index;
            }
            index++;
        }
        return -1;
    }

    /** The position would be forgotten at the next start: no block holds it any more. */
    boolean needsMarker() {
        long held = marker.map(Block::to).orElse(0L);
        for (Block block : blocks) {
            held = Math.max(held, block.to());
        }
        return held < statistics.position();
    }

    /** All that must stay on the disk. */
    List<Block> living() {
        List<Block> all = new ArrayList<>(blocks);
        marker.ifPresent(all::add);
        return all;
    }

    /** Those with events in {@code [start, end)}, and perhaps a few more. */
    List<Block> within(long start, long end) {
        List<Block> found = new ArrayList<>();
        int first = ordered ? firstEndingAtOrAfter(start) : 0;
        for (int i = first; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            if (block.firstTimestamp() < end) {
                if (block.lastTimestamp() >= start) {
                    found.add(block);
                }
            } else if (ordered) {
                break;
            }
        }
        return found;
    }

    private int firstEndingAtOrAfter(long start) {
        int low = 0;
        int high = blocks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (blocks.get(middle).lastTimestamp() < start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
