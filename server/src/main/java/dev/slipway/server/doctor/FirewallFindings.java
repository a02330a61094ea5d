package dev.slipway.server.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What other firewalls of the host do with packets to and from tasks. */
final class FirewallFindings {
    private static final String ABOUT = "firewall";
    private static final String DROPS = "-P FORWARD DROP";

    private FirewallFindings() {}

    static List<Finding> examine() throws IOException {
        // Its file exists only once the legacy tables are loaded; asking the program loads them.
        Path legacyTables = Path.of("/proc/net/ip_tables_names");
        boolean legacy =
                Files.isReadable(legacyTables)
                        && Files.readAllLines(legacyTables).contains("filter");
        return judge(
                legacy ? Programs.said("iptables-legacy", "-S", "FORWARD") : "",
                Programs.said("iptables-nft", "-S", "FORWARD"),
                Programs.said("firewall-cmd", "--state"));
    }

    /**
     * @param legacy the chain FORWARD as iptables-legacy lists it; empty when it is not in use
     * @param tables the same of iptables-nft
     * @param zones the state that firewalld reports
     */
    static List<Finding> judge(String legacy, String tables, String zones) {
        List<Finding> findings = new ArrayList<>();
        if (legacy.contains(DROPS)) {
            findings.add(
                    Finding.broken(
                            ABOUT,
                            "the legacy iptables drop forwarded packets, and Slipway cannot mend those",
                            "iptables-legacy -I FORWARD -i slip-+ -j ACCEPT;"
                                    + " iptables-legacy -I FORWARD -o slip-+ -j ACCEPT"));
        }
        if (zones.strip().equals("running")) {
            findings.add(
                    Finding.doubtful(
                            ABOUT,
                            "firewalld runs, and rejects what is forwarded between zones",
                            "firewall-cmd --zone=trusted --add-interface=NAME, with the name that"
                                    + " 'ip -br link' shows as slip-..."));
        }
        if (tables.contains(DROPS)) {
            findings.add(
                    Finding.fine(
                            ABOUT,
                            "another drops forwarded packets; 'up' admits its own link there and"
                                    + " says so in 'status'"));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.fine(ABOUT, "no other drops forwarded packets"));
        }
        return findings;
    }
}
