package dev.slipway.controlplane.ecs.grammar;

import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.wire.AwsException;
import org.jspecify.annotations.Nullable;

/** Page sizes and tokens as ECS checks them. */
public final class EcsPages {
    private EcsPages() {}

    /**
     * @throws AwsException InvalidParameterException outside of 1 to {@code max}
     */
    public static int size(@Nullable Integer maxResults, int max, int otherwise) {
        if (maxResults == null) {
            return otherwise;
        }
        if (maxResults < 1 || maxResults > max) {
            throw EcsError.invalidParameter("maxResults must be between 1 and " + max + ".");
        }
        return maxResults;
    }

    /**
     * The position after which the asked page starts; empty for the first page.
     *
     * @throws AwsException InvalidParameterException when the token is not of this listing
     */
    public static String position(PageToken listing, @Nullable String nextToken) {
        if (nextToken == null) {
            return "";
        }
        return listing.position(nextToken)
                .orElseThrow(() -> EcsError.invalidParameter("Invalid token."));
    }
}
