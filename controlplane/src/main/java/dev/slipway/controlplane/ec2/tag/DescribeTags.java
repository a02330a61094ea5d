package dev.slipway.controlplane.ec2.tag;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Filters;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.Lookup;
import dev.slipway.controlplane.ec2.lookup.Lookup.Question;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.Call;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.TagDescription;

final class DescribeTags implements AwsOperation<DescribeTagsRequest, DescribeTagsResponse> {
    private static final Filters<Tagged> FILTERS =
            new Filters<Tagged>()
                    .one("key", Tagged::key)
                    .one("resource-id", Tagged::id)
                    .one("resource-type", Tagged::type)
                    .one("value", Tagged::value)
                    .tags(t -> Map.of(t.key(), t.value()));

    private final Ledger ledger;

    DescribeTags(Ledger ledger) {
        this.ledger = ledger;
    }

    /** One tag of one resource. */
    private record Tagged(String id, String type, String key, String value) {

        /** Ids have one length for each kind, so that this orders by id and then by key. */
        String position() {
            return id + " " + key;
        }

        TagDescription shape() {
            return TagDescription.builder()
                    .resourceId(id)
                    .resourceType(type)
                    .key(key)
                    .value(value)
                    .build();
        }
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeTagsRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeTagsRequest input) {
        return List.of(Access.to("ec2:DescribeTags", "*"));
    }

    @Override
    public DescribeTagsResponse answer(Call call, DescribeTagsRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        Question question =
                Question.of(List.of(), input.filters(), input.maxResults(), input.nextToken());
        Page<Tagged> page =
                Lookup.pageOf(
                        all(ledger.read(scope), scope),
                        Tagged::position,
                        ResourceType.VPC, // for ids, which this call does not take
                        "resourceIds",
                        FILTERS,
                        PageToken.of(scope, name(), question.filtersText()),
                        question);
        DescribeTagsResponse.Builder answer =
                DescribeTagsResponse.builder()
                        .tags(page.items().stream().map(Tagged::shape).toList());
        page.nextToken().ifPresent(answer::nextToken);
        return answer.build();
    }

    private static Stream<Tagged> all(Reader reader, Scope scope) {
        return Taggable.kinds().stream()
                .flatMap(kind -> ofKind(kind, reader, scope))
                .sorted(Comparator.comparing(Tagged::position));
    }

    private static Stream<Tagged> ofKind(Taggable kind, Reader reader, Scope scope) {
        String type = kind.type().name();
        return kind.all()
                .apply(reader, scope)
                .flatMap(
                        one ->
                                one.getValue().entrySet().stream()
                                        .map(
                                                t ->
                                                        new Tagged(
                                                                one.getKey(),
                                                                type,
                                                                t.getKey(),
                                                                t.getValue())));
    }
}
