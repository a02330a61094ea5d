package dev.slipway.controlplane.ecs.tag;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.Transaction;
import java.util.Optional;

/**
 * A kind of resource that can be tagged, as the room of its noun hands it over.
 *
 * @param type before the first slash of the ARN's resource, such as {@code cluster} or {@code task}
 * @param read the tags of a resource
 * @param write records them
 */
public record Taggable(String type, ReadTags read, WriteTags write) {

    /** Looks a resource up. */
    @FunctionalInterface
    public interface ReadTags {
        /**
         * @param name what follows {@code type/} in the ARN, such as {@code my-cluster/0123...}
         * @return empty when there is no such resource, or none that can be tagged any more
         * @throws dev.slipway.wire.AwsException to refuse with an error of the noun's own
         */
        Optional<Tags> of(Reader reader, Scope scope, String name);
    }

    /** Records the whole set of tags of a resource that {@link ReadTags} has just found. */
    @FunctionalInterface
    public interface WriteTags {
        void put(Transaction transaction, Scope scope, String name, Tags tags);
    }
}
