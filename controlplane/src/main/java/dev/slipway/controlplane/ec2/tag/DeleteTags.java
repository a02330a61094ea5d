package dev.slipway.controlplane.ec2.tag;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Asked;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsResponse;
import software.amazon.awssdk.services.ec2.model.Tag;

/** A key alone deletes whatever its value is, a key with a value only that; no tags mean all. */
final class DeleteTags implements AwsOperation<DeleteTagsRequest, DeleteTagsResponse> {
    private final TagEdits edits;

    DeleteTags(TagEdits edits) {
        this.edits = edits;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DeleteTagsRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DeleteTagsRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        return edits.access("ec2:DeleteTags", scope, input.resources(), input.tags());
    }

    @Override
    public DeleteTagsResponse answer(Call call, DeleteTagsRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        for (Tag tag : input.tags()) {
            Asked.required(tag.key(), "tag.key");
        }
        edits.edit(scope, input.resources(), tags -> without(tags, input.tags()));
        return DeleteTagsResponse.builder().build();
    }

    private static SortedMap<String, String> without(
            SortedMap<String, String> tags, List<Tag> asked) {
        if (asked.isEmpty()) {
            return new TreeMap<>();
        }
        for (Tag tag : asked) {
            if (tag.value() == null) {
                tags.remove(tag.key());
            } else {
                tags.remove(tag.key(), tag.value());
            }
        }
        return tags;
    }
}
