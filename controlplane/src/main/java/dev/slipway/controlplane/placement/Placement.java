package dev.slipway.controlplane.placement;

import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The front door: {@link #seat} decides, {@link #reserve} and {@link #release} keep the books in
 * the caller's transaction.
 */
public final class Placement {
    /** The kinds of records of this room. */
    public static final List<Kind<?>> KINDS = List.of(Machine.KIND, Reserved.KIND);

    private Placement() {}

    /**
     * Seats {@code count} tasks of one size, one after the other: each goes to the zone with the
     * fewest tasks (of those with a free address; the caller's order breaks ties), then to the
     * machine with the most free memory (its id breaks ties).
     *
     * @param rooms every machine that takes tasks
     * @param tasksByZone how many tasks that these should spread away from are in each zone already
     */
    public static List<Seat> seat(
            List<Room> rooms,
            List<Place> places,
            Map<String, Integer> tasksByZone,
            Size size,
            int count) {
        List<Room> left = new ArrayList<>(rooms);
        List<Place> open = new ArrayList<>(places);
        Map<String, Integer> inZone = new TreeMap<>(tasksByZone);
        List<Seat> seats = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seats.add(seatOne(left, open, inZone, size));
        }
        return seats;
    }

    private static Seat seatOne(
            List<Room> rooms, List<Place> places, Map<String, Integer> inZone, Size size) {
        Optional<Room> room =
                rooms.stream()
                        .filter(r -> r.fits(size))
                        .max(
                                Comparator.comparingInt(Room::freeMemoryMib)
                                        .thenComparing(
                                                r -> r.machine().id(), Comparator.reverseOrder()));
        if (room.isEmpty()) {
            return new Seat.None(shortage(rooms, size));
        }
        Optional<Place> place =
                places.stream()
                        .filter(p -> p.freeAddresses() > 0)
                        .min(Comparator.comparingInt(p -> inZone.getOrDefault(p.zone(), 0)));
        if (place.isEmpty()) {
            return new Seat.None(Seat.Shortage.ENI);
        }
        Place chosen = place.get();
        rooms.replaceAll(r -> r.equals(room.get()) ? r.with(size, chosen.zone()) : r);
        places.replaceAll(p -> p.subnetId().equals(chosen.subnetId()) ? p.taken() : p);
        inZone.merge(chosen.zone(), 1, Integer::sum);
        return new Seat.Taken(room.get().machine().id(), chosen.subnetId(), chosen.zone());
    }

    private static Seat.Shortage shortage(List<Room> rooms, Size size) {
        if (rooms.isEmpty()) {
            return Seat.Shortage.FARGATE;
        }
        boolean memoryFits = rooms.stream().anyMatch(r -> r.freeMemoryMib() >= size.memoryMib());
        return memoryFits ? Seat.Shortage.CPU : Seat.Shortage.MEMORY;
    }

    /** Every machine with what is set aside on it. */
    public static List<Room> rooms(Reader reader) {
        return reader.listAll(Machine.KIND)
                .map(e -> new Room(e.value(), reservedOn(reader, e.value().id())))
                .toList();
    }

    /** How many tasks there are in each zone, on all machines. */
    public static Map<String, Integer> tasksByZone(Reader reader) {
        Map<String, Integer> all = new TreeMap<>();
        reader.listAll(Reserved.KIND)
                .forEach(
                        e ->
                                e.value()
                                        .tasksByZone()
                                        .forEach((zone, n) -> all.merge(zone, n, Integer::sum)));
        return all;
    }

    public static Reserved reservedOn(Reader reader, String id) {
        return reader.find(Reserved.KIND, Machine.keyOf(id)).orElse(Reserved.NOTHING);
    }

    /** Sets room aside for one task. */
    public static void reserve(Transaction tx, String machineId, Size size, String zone) {
        tx.put(Reserved.KIND, Machine.keyOf(machineId), reservedOn(tx, machineId).with(size, zone));
    }

    /** Gives back what {@link #reserve} set aside. */
    public static void release(Transaction tx, String machineId, Size size, String zone) {
        tx.put(
                Reserved.KIND,
                Machine.keyOf(machineId),
                reservedOn(tx, machineId).without(size, zone));
    }
}
