package dev.slipway.controlplane.discovery.grammar;

import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.wire.AwsException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Pages as Cloud Map has them; the bounds of their size are kept before an operation is asked. */
public final class DiscoveryPages {
    private static final int DEFAULT = 100;

    private DiscoveryPages() {}

    public static int size(@Nullable Integer maxResults) {
        return Objects.requireNonNullElse(maxResults, DEFAULT);
    }

    /**
     * The position after which the asked page starts; empty for the first page.
     *
     * @throws AwsException InvalidInput when the token is not of this listing
     */
    public static String position(PageToken listing, @Nullable String nextToken) {
        if (nextToken == null) {
            return "";
        }
        return listing.position(nextToken)
                .orElseThrow(() -> DiscoveryError.invalidInput("NextToken is not valid"));
    }
}
