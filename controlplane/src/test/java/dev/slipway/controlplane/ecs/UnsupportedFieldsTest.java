package dev.slipway.controlplane.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controlplane.ecs.taskdefinition.UnsupportedYet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table in docs/services/ecs.md says what the code does: -Dslipway.write=true renews it. */
class UnsupportedFieldsTest {
    private static final String BEGIN = "<!-- fields: written by UnsupportedFieldsTest -->\n";
    private static final String END = "<!-- end of fields -->\n";

    @Test
    void theFieldsThatATaskCannotDoYetStandInTheDocumentation() throws IOException {
        Path page =
                Path.of(System.getProperty("slipway.root", "..")).resolve("docs/services/ecs.md");
        String before = Files.readString(page);
        String wanted =
                before.substring(0, before.indexOf(BEGIN) + BEGIN.length())
                        + table()
                        + before.substring(before.indexOf(END));
        if (Boolean.getBoolean("slipway.write")) {
            Files.writeString(page, wanted);
        }
        assertThat(page).hasContent(wanted);
    }

    private static String table() {
        return UnsupportedYet.all().stream()
                .map(field -> "| `%s` | %s |%n".formatted(field.name(), field.why()))
                .collect(Collectors.joining("", "| Field | Why |\n|---|---|\n", ""));
    }
}
