package dev.slipway.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wire.Call;
import dev.slipway.wire.Caller;
import dev.slipway.wire.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** The tables in docs/services say what the code does: run with -Dslipway.write=true to renew. */
class SupportTableTest {
    private static final String BEGIN =
            "<!-- generated: what follows is written by SupportTableTest -->\n";

    @TempDir private Path folder;

    @Test
    void theCheckedInTablesSayWhatIsServedAndWhatIsRefused() throws IOException {
        Path docs = Path.of(System.getProperty("slipway.root", "..")).resolve("docs/services");
        try (AllServices services = new AllServices(folder)) {
            for (AwsService service : services.list()) {
                Path page = docs.resolve(service.service() + ".md");
                String before =
                        Files.exists(page)
                                ? Files.readString(page)
                                : "# " + service.service() + "\n\n" + BEGIN;
                String ours = before.substring(0, before.indexOf(BEGIN) + BEGIN.length());
                String wanted = ours + "\n" + table(service);
                if (Boolean.getBoolean("slipway.write")) {
                    Files.createDirectories(docs);
                    Files.writeString(page, wanted);
                }
                assertThat(page).hasContent(wanted);
            }
        }
    }

    /** What works first, then what does not, each by name. */
    private static String table(AwsService service) {
        Map<String, String> rows = new TreeMap<>();
        for (AwsOperation<?, ?> operation : service.operations()) {
            rows.put("0" + operation.name(), "supported | " + actions(operation));
        }
        for (Refusal refusal : service.refusals()) {
            rows.put(
                    "1" + refusal.operation(),
                    "refused with `%s`: %s |".formatted(refusal.error().code(), refusal.why()));
        }
        return "%d of %d operations are supported.\n\n"
                        .formatted(service.operations().size(), rows.size())
                + "| Operation | Support | IAM actions |\n|---|---|---|\n"
                + rows.entrySet().stream()
                        .map(
                                r ->
                                        "| "
                                                + r.getKey().substring(1)
                                                + " | "
                                                + r.getValue().strip()
                                                + " |")
                        .map(row -> row.replace("| |", "|  |"))
                        .collect(Collectors.joining("\n", "", "\n"));
    }

    @SuppressWarnings("unchecked")
    private static <I extends SdkPojo> String actions(AwsOperation<I, ?> operation) {
        I input = (I) ((SdkBuilder<?, ?>) operation.newInput().get()).build();
        Caller root = new Caller("123456789012", "arn:aws:iam::123456789012:root", "id", "AKIAX");
        Call call = new Call("r", "s", "o", root, "us-east-1", Instant.EPOCH, "127.0.0.1", "test");
        return operation.access(call, input).stream()
                .map(a -> "`" + a.action() + "`")
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
