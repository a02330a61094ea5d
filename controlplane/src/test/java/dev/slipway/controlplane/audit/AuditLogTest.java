package dev.slipway.controlplane.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controlplane.state.PlainSeal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir private Path folder;

    @Test
    void recordsAreReadBackInOrderAcrossRestartsAndATornEndIsLeftOut() throws IOException {
        List<AuditRecord> written = new ArrayList<>();
        for (int start = 0; start < 2; start++) {
            try (AuditLog log =
                    new AuditLog(folder, new PlainSeal(), () -> NOW, r -> new Thread(r, "audit"))) {
                for (int i = 0; i < 2000; i++) {
                    AuditRecord record = record(start + "-" + i);
                    written.add(record);
                    log.append(record);
                }
            }
        }
        Files.write(
                folder.resolve("000000000002.audit"),
                new byte[] {0, 0, 9, 9, 1},
                StandardOpenOption.APPEND);
        assertThat(AuditLog.read(folder, new PlainSeal())).isEqualTo(written);
    }

    private static AuditRecord record(String requestId) {
        return new AuditRecord(
                NOW.toString(),
                requestId,
                "123456789012",
                "arn",
                "AKIA",
                "us-east-1",
                "127.0.0.1",
                "",
                "ecs",
                "RunTask",
                List.of("*"),
                "Success",
                200);
    }
}
