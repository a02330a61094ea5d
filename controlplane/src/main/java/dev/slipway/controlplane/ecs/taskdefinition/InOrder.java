package dev.slipway.controlplane.ecs.taskdefinition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies maps as people wrote them: what they read back is in the same order. */
final class InOrder {
    private InOrder() {}

    static Map<String, String> copyOf(Map<String, String> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
