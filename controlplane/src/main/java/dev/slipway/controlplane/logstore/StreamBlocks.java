package dev.slipway.controlplane.logstore;

import java.util.ArrayList;
import java.util.List;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The blocks of one stream in order of arrival.
 *
 * @param ordered each block begins no earlier than the one before it ended: the usual case, in
 *     which a range is found by halving
 */
record StreamBlocks(PVector<Block> blocks, boolean ordered, StreamStatistics statistics) {
    static final StreamBlocks EMPTY =
            new StreamBlocks(TreePVector.empty(), true, StreamStatistics.EMPTY);

    StreamBlocks plus(Block block) {
        boolean inOrder =
                ordered
                        && (blocks.isEmpty()
                                || blocks.get(blocks.size() - 1).lastTimestamp()
                                        <= block.firstTimestamp());
        return new StreamBlocks(blocks.plus(block), inOrder, statistics.plus(block));
    }

    static StreamBlocks of(List<Block> some, long position) {
        StreamBlocks all = EMPTY;
        for (Block block : some) {
            all = all.plus(block);
        }
        StreamStatistics s = all.statistics;
        // What was expired stays acknowledged: its source must not send it again.
        return new StreamBlocks(
                all.blocks,
                all.ordered,
                new StreamStatistics(
                        s.firstTimestamp(),
                        s.lastTimestamp(),
                        s.lastIngestion(),
                        s.bytes(),
                        s.count(),
                        Math.max(position, s.position())));
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
