package dev.slipway.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DoctorTest {
    private static final String DROPPING = "-P FORWARD DROP\n-A FORWARD -j DOCKER-USER\n";

    @Test
    void legacyTablesThatDropAreSaidToNeedAHand() {
        List<Finding> findings = FirewallFindings.judge(DROPPING, "", "");
        assertThat(findings).extracting(Finding::grade).containsExactly(Finding.Grade.BROKEN);
        assertThat(findings.getFirst().mend()).contains("iptables-legacy -I FORWARD -i slip-+");
    }

    @Test
    void aChainThatUpOpensByItselfIsNoTrouble() {
        assertThat(FirewallFindings.judge("", DROPPING, "not running\n"))
                .extracting(Finding::grade)
                .containsExactly(Finding.Grade.FINE);
    }

    @Test
    void firewalldIsNamedOnlyWhileItRuns() {
        assertThat(FirewallFindings.judge("", "", "running\n"))
                .singleElement()
                .satisfies(f -> assertThat(f.text()).contains("firewalld"));
        assertThat(FirewallFindings.judge("-P FORWARD ACCEPT\n", "", "not running\n"))
                .singleElement()
                .satisfies(f -> assertThat(f.text()).contains("no other"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "nfs4", "vfat"})
    void aFileSystemThatCannotHoldContainersIsRefused(String type) {
        assertThat(Doctor.unfit(type)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs", "tmpfs"})
    void commonFileSystemsAreTaken(String type) {
        assertThat(Doctor.unfit(type)).isEmpty();
    }

    @Test
    void leftOversAreCountedWithTheWayToBeRidOfThem() {
        Finding finding = Doctor.leftOver(List.of("interface slip-1", "mount /x"));
        assertThat(finding.grade()).isEqualTo(Finding.Grade.DOUBTFUL);
        assertThat(finding.text()).startsWith("2 ");
        assertThat(finding.mend()).contains("./slipway down");
    }
}
