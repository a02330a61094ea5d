package dev.slipway.controlplane.placement;

import dev.slipway.controlplane.state.Kind;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is set aside on one machine for the tasks that have a seat there; stored under {@link
 * Machine#keyOf}.
 *
 * @param tasksByZone how many of them are in each availability zone; zones without one are left out
 */
public record Reserved(int cpuUnits, int memoryMib, int tasks, Map<String, Integer> tasksByZone) {

    public static final Kind<Reserved> KIND = Kind.of("machine-reserved", Reserved.class);

    public static final Reserved NOTHING = new Reserved(0, 0, 0, Map.of());

    public Reserved {
        tasksByZone = Map.copyOf(tasksByZone);
    }

    public Reserved with(Size size, String zone) {
        return changed(size.cpuUnits(), size.memoryMib(), 1, zone);
    }

    public Reserved without(Size size, String zone) {
        return changed(-size.cpuUnits(), -size.memoryMib(), -1, zone);
    }

    private Reserved changed(int cpu, int memory, int count, String zone) {
        Map<String, Integer> zones = new TreeMap<>(tasksByZone);
        int inZone = zones.getOrDefault(zone, 0) + count;
        if (inZone == 0) {
            zones.remove(zone);
        } else {
            zones.put(zone, inZone);
        }
        Reserved then = new Reserved(cpuUnits + cpu, memoryMib + memory, tasks + count, zones);
        if (then.cpuUnits < 0 || then.memoryMib < 0 || then.tasks < 0 || inZone < 0) {
            throw new IllegalStateException("gave back more than was reserved: " + then);
        }
        return then;
    }
}
