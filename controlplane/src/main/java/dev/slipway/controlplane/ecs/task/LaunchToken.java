package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.placement.Seat;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A client token that was used: the same wish with it gets the same tasks again.
 *
 * @param fingerprint of the wish
 * @param taskIds what it got
 * @param shortages of the tasks that found no room
 */
record LaunchToken(
        String cluster,
        String fingerprint,
        List<String> taskIds,
        List<Seat.Shortage> shortages,
        Instant usedAt) {

    static final Kind<LaunchToken> KIND = Kind.of("ecs-launch-token", LaunchToken.class);

    static final Duration KEPT = Duration.ofHours(24);

    LaunchToken {
        taskIds = List.copyOf(taskIds);
        shortages = List.copyOf(shortages);
    }

    static Key keyOf(Scope scope, String cluster, String token) {
        return Key.of(scope, cluster + "/" + token);
    }

    Instant endsAt() {
        return usedAt.plus(KEPT);
    }
}
