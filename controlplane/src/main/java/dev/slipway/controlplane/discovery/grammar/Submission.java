package dev.slipway.controlplane.discovery.grammar;

import dev.slipway.wire.AwsException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that its sender may send again, and what came of it.
 *
 * @param requestId the CreatorRequestId or UpdaterRequestId
 * @param outcome the id of the operation or, where there is none, of what was made
 * @param asked all that the request asked for, to tell it from another one with the same id
 */
public record Submission(String requestId, String outcome, String asked) {

    /** Empty for a request without an id, which is never the same as another. */
    public static Optional<Submission> of(
            @Nullable String requestId, String outcome, Object... asked) {
        return Optional.ofNullable(requestId)
                .filter(id -> !id.isEmpty())
                .map(id -> new Submission(id, outcome, Arrays.deepToString(asked)));
    }

    /**
     * The outcome of an earlier request that this one repeats.
     *
     * @throws AwsException DuplicateRequest when the earlier one has the same id and asked for
     *     something else
     */
    public Optional<String> repeats(Submission earlier) {
        if (!earlier.requestId.equals(requestId)) {
            return Optional.empty();
        }
        if (!earlier.asked.equals(asked)) {
            throw DiscoveryError.duplicateRequest(requestId, earlier.outcome);
        }
        return Optional.of(earlier.outcome);
    }
}
