package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.ecs.grammar.EcsError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Choices of a listing. */
final class Listing {
    private Listing() {}

    static String status(@Nullable String asked, String otherwise, List<String> valid) {
        if (asked == null) {
            return otherwise;
        }
        if (!valid.contains(asked)) {
            throw EcsError.invalidParameter(
                    "Invalid value '"
                            + asked
                            + "'. Valid values: "
                            + String.join(", ", valid)
                            + ".");
        }
        return asked;
    }
}
