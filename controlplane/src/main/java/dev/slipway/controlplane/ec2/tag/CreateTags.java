package dev.slipway.controlplane.ec2.tag;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Asked;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;

/** A key that is there already gets the new value. */
final class CreateTags implements AwsOperation<CreateTagsRequest, CreateTagsResponse> {
    private final TagEdits edits;

    CreateTags(TagEdits edits) {
        this.edits = edits;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return CreateTagsRequest::builder;
    }

    @Override
    public List<Access> access(Call call, CreateTagsRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        return edits.access("ec2:CreateTags", scope, input.resources(), input.tags());
    }

    @Override
    public CreateTagsResponse answer(Call call, CreateTagsRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        if (input.tags().isEmpty()) {
            throw Asked.missing("tagSet");
        }
        SortedMap<String, String> asked = TagSet.checked(input.tags());
        edits.edit(
                scope,
                input.resources(),
                tags -> {
                    tags.putAll(asked);
                    return tags;
                });
        return CreateTagsResponse.builder().build();
    }
}
