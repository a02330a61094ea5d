package dev.slipway.node.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.stats.ContainerStats.Disk;
import dev.slipway.node.stats.ContainerStats.Interface;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelTextTest {
    @Test
    void aProcesssGroupsAreReadForEachController() {
        Map<String, String> groups =
                KernelText.groups("9:name=systemd:/\n4:memory:/a/b\n2:cpu,cpuacct:/c:d\n0::/e\n");
        assertThat(groups)
                .containsEntry("memory", "/a/b")
                .containsEntry("cpu", "/c:d")
                .containsEntry("cpuacct", "/c:d")
                .containsEntry("", "/e");
        assertThat(KernelText.groups("")).isEmpty();
    }

    @Test
    void interfacesAreReadWithoutTheLoopback() {
        assertThat(
                        KernelText.interfaces(
                                """
                                Inter-|   Receive                                                |  Transmit
                                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                                    lo: 15       1    0    0    0     0          0         0 15       1    0    0    0     0       0          0
                                  eth1: 100      2    3    4    0     0          0         0  500      6    7    8    0     0       0          0
                                """))
                .isEqualTo(Map.of("eth1", new Interface(100, 2, 3, 4, 500, 6, 7, 8)));
    }

    @Test
    void disksAreReadFromEitherVersion() {
        assertThat(
                        KernelText.disksOfVersion1(
                                "8:0 Read 4096\n8:0 Write 10\n8:0 Sync 0\n8:0 Total 4106\n"
                                        + "259:1 Read 0\n259:1 Write 7\nTotal 4113"))
                .containsExactly(new Disk(8, 0, 4096, 10), new Disk(259, 1, 0, 7));
        assertThat(KernelText.disksOfVersion1("Total 0")).isEmpty();
        assertThat(
                        KernelText.disksOfVersion2(
                                "8:0 rbytes=4096 wbytes=10 rios=1 wios=1 dbytes=0 dios=0"))
                .containsExactly(new Disk(8, 0, 4096, 10));
        assertThat(KernelText.disksOfVersion2("")).isEmpty();
    }

    @Test
    void theMachinesTimeIsTheSumOfWhatItsCpusDid() {
        KernelText.Machine machine =
                KernelText.machine(
                        "cpu  1 2 3 4 5 6 7 8 90 90\ncpu0 1 1 1 1\ncpu1 1 1 1 1\nintr 5 5\n");
        assertThat(machine).isEqualTo(new KernelText.Machine(360_000_000, 2));
    }

    @Test
    void aTableHasTheLinesThatAreANameAndANumber() {
        assertThat(KernelText.table("anon 5\nodd line here\n\nfile x\nslab 7"))
                .containsExactly(Map.entry("anon", 5L), Map.entry("slab", 7L));
    }
}
