package dev.slipway.simulation;

import java.time.Duration;
import java.util.List;

/** Prints the trace of one seed. */
final class OneTrace {
    private OneTrace() {}

    public static void main(String[] arguments) {
        of(Long.parseLong(arguments[0])).forEach(System.out::println);
    }

    static List<String> of(long seed) {
        Shipyard yard = new Shipyard(seed);
        try (World world = yard.world()) {
            yard.schedule(20, 10, 5);
            world.advance(Duration.ofMinutes(10));
            return world.trace();
        }
    }
}
