package dev.slipway.controlplane.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final Size SMALL = new Size(256, 512);
    private static final List<Place> THREE_ZONES =
            List.of(
                    new Place("subnet-a", "us-east-1a", 100),
                    new Place("subnet-b", "us-east-1b", 100),
                    new Place("subnet-c", "us-east-1c", 100));

    @Test
    void tasksSpreadOverTheZonesOfTheChosenSubnets() {
        List<Seat> seats =
                Placement.seat(List.of(room("m", 4096, 8192)), THREE_ZONES, Map.of(), SMALL, 6);

        assertThat(zones(seats))
                .containsExactly(
                        "us-east-1a",
                        "us-east-1b",
                        "us-east-1c",
                        "us-east-1a",
                        "us-east-1b",
                        "us-east-1c");
    }

    @Test
    void theZoneWithTheFewestTasksIsFilledFirst() {
        List<Seat> seats =
                Placement.seat(
                        List.of(room("m", 4096, 8192)),
                        THREE_ZONES,
                        Map.of("us-east-1a", 2, "us-east-1b", 1),
                        SMALL,
                        3);

        assertThat(zones(seats)).containsExactly("us-east-1c", "us-east-1b", "us-east-1c");
    }

    @Test
    void aSubnetWithoutFreeAddressesIsLeftOut() {
        List<Place> nearlyFull =
                List.of(new Place("subnet-a", "a", 1), new Place("subnet-b", "b", 0));

        List<Seat> seats =
                Placement.seat(List.of(room("m", 4096, 8192)), nearlyFull, Map.of(), SMALL, 2);

        assertThat(seats)
                .containsExactly(
                        new Seat.Taken("m", "subnet-a", "a"), new Seat.None(Seat.Shortage.ENI));
    }

    @Test
    void whatDoesNotFitSaysWhatIsShort() {
        assertThat(shortage(room("m", 128, 8192))).isEqualTo(Seat.Shortage.CPU);
        assertThat(shortage(room("m", 4096, 256))).isEqualTo(Seat.Shortage.MEMORY);
        assertThat(Placement.seat(List.of(), THREE_ZONES, Map.of(), SMALL, 1))
                .containsExactly(new Seat.None(Seat.Shortage.FARGATE));
    }

    @Test
    void tasksSpreadOverMachinesByFreeMemory() {
        List<Room> rooms = List.of(room("m1", 4096, 1024), room("m2", 4096, 1536));

        List<Seat> seats = Placement.seat(rooms, THREE_ZONES, Map.of(), SMALL, 4);

        assertThat(seats.stream().map(PlacementTest::machine).toList())
                .containsExactly("m2", "m1", "m2", "m1");
    }

    @Test
    void theBudgetIsNeverExceededWhateverIsAsked() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Room> rooms = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                rooms.add(room("m" + i, 256 * random.nextInt(20), 512 * random.nextInt(20)));
            }
            Size size = new Size(256 << random.nextInt(3), 512 << random.nextInt(3));
            List<Seat> seats = Placement.seat(rooms, THREE_ZONES, Map.of(), size, 10);
            for (Room room : rooms) {
                long here =
                        seats.stream().filter(s -> machine(s).equals(room.machine().id())).count();
                assertThat(here * size.memoryMib())
                        .as("memory, seed %s", seed)
                        .isLessThanOrEqualTo(room.machine().memoryMib());
                assertThat(here * size.cpuUnits())
                        .as("cpu, seed %s", seed)
                        .isLessThanOrEqualTo(room.machine().cpuUnits());
            }
        }
    }

    @Test
    void whatIsGivenBackIsWhatWasReserved() {
        Reserved reserved = Reserved.NOTHING.with(SMALL, "a").with(SMALL, "b");

        assertThat(reserved).isEqualTo(new Reserved(512, 1024, 2, Map.of("a", 1, "b", 1)));
        assertThat(reserved.without(SMALL, "a").without(SMALL, "b")).isEqualTo(Reserved.NOTHING);
    }

    private static Room room(String id, int cpuUnits, int memoryMib) {
        return new Room(new Machine(id, cpuUnits, memoryMib), Reserved.NOTHING);
    }

    private static Seat.Shortage shortage(Room room) {
        Seat seat = Placement.seat(List.of(room), THREE_ZONES, Map.of(), SMALL, 1).getFirst();
        return ((Seat.None) seat).shortage();
    }

    private static String machine(Seat seat) {
        return seat instanceof Seat.Taken taken ? taken.machineId() : "";
    }

    private static List<String> zones(List<Seat> seats) {
        return seats.stream().map(s -> s instanceof Seat.Taken t ? t.zone() : "").toList();
    }
}
