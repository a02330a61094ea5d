package dev.slipway.node.netlink;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlankNamespacesHostTest {
    @TempDir Path folder;

    @BeforeEach
    void root() {
        boolean root = "root".equals(System.getProperty("user.name"));
        if (!root) {
            System.err.println("SKIPPED: namespaces made ahead need root");
        }
        Assumptions.assumeTrue(root);
        NetworkNamespaces.prepare(folder.resolve("n"));
    }

    @AfterEach
    void forget() {
        NetworkNamespaces.forget(folder.resolve("n"));
    }

    private static BlankNamespaces two(Runnable equip) {
        return new BlankNamespaces(2, equip);
    }

    @Test
    void oneIsNamedAwayEquippedAndAnotherIsMadeInItsPlace() {
        Path file = folder.resolve("n/one");
        try (NetworkNamespaces namespaces = new NetworkNamespaces();
                BlankNamespaces blanks =
                        two(() -> NetworkNamespaces.sysctl("net/ipv4/ip_default_ttl", "77"))) {
            until(() -> blanks.ready() == 2);
            assertThat(blanks.name(file)).isTrue();
            until(() -> blanks.ready() == 2);

            assertThat(NetworkNamespaces.mounted(file)).isTrue();
            assertThat(namespaces.inside(file, BlankNamespacesHostTest::ttl)).isEqualTo("77");
            assertThat(namespaces.atHome(BlankNamespacesHostTest::ttl)).isNotEqualTo("77");
            namespaces.remove(file);
        }
    }

    @Test
    void whereNoneIsReadyNothingIsMade() {
        try (BlankNamespaces blanks = new BlankNamespaces(0, () -> {})) {
            assertThat(blanks.name(folder.resolve("n/none"))).isFalse();
            assertThat(folder.resolve("n/none")).doesNotExist();
        }
    }

    @Test
    void troubleInTheMakingLeavesTheMakerUsable() {
        AtomicInteger calls = new AtomicInteger();
        try (NetworkNamespaces namespaces = new NetworkNamespaces();
                BlankNamespaces blanks =
                        two(
                                () -> {
                                    if (calls.incrementAndGet() == 1) {
                                        throw new IllegalStateException("not today");
                                    }
                                })) {
            until(() -> calls.get() == 1);
            // A launch that finds none asks for the next; the first may ask too early.
            until(
                    () -> {
                        if (blanks.name(folder.resolve("n/late"))) {
                            namespaces.remove(folder.resolve("n/late"));
                        }
                        LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
                        return calls.get() > 1;
                    });
            until(() -> blanks.ready() == 2);
        }
    }

    @Test
    void closingHoldsNoNamespaceAnyMore() throws IOException {
        List<String> before = held();
        BlankNamespaces blanks = two(() -> {});
        until(() -> blanks.ready() == 2);
        assertThat(held()).hasSizeGreaterThan(before.size());
        blanks.close();
        assertThat(held()).isEqualTo(before);
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** In one read: the kernel answers a second one with the end of the file. */
    private static String ttl() throws IOException {
        try (InputStream file =
                Files.newInputStream(Path.of("/proc/sys/net/ipv4/ip_default_ttl"))) {
            return new String(file.readNBytes(16), US_ASCII).strip();
        }
    }

    /** The network namespaces that descriptors of ours hold. */
    private static List<String> held() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(BlankNamespacesHostTest::target)
                    .filter(target -> target.startsWith("net:"))
                    .sorted()
                    .toList();
        }
    }

    private static String target(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (IOException _) {
            return "";
        }
    }
}
