package dev.slipway.controlplane.ecs.capacityprovider;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.grammar.EcsError;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.ecs.grammar.EcsPages;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.CapacityProvider;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersResponse;
import software.amazon.awssdk.services.ecs.model.Failure;

/** Shows the capacity providers that every account has. */
final class DescribeCapacityProviders
        implements AwsOperation<
                DescribeCapacityProvidersRequest, DescribeCapacityProvidersResponse> {

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeCapacityProvidersRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeCapacityProvidersRequest in) {
        Scope scope = EcsName.scope(call);
        return List.of(
                Access.to(
                        "ecs:DescribeCapacityProviders",
                        EcsName.arn(scope, CapacityProviders.TYPE, "*")));
    }

    @Override
    public DescribeCapacityProvidersResponse answer(
            Call call, DescribeCapacityProvidersRequest in) {
        Scope scope = EcsName.scope(call);
        int size = EcsPages.size(in.maxResults(), 10, 10);
        List<String> asked = in.capacityProviders().stream().filter(Objects::nonNull).toList();
        if (asked.size() > 100) {
            throw EcsError.invalidParameter("capacityProviders can have at most 100 entries.");
        }
        List<CapacityProvider> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String one : asked.isEmpty() ? CapacityProviders.NAMES : asked) {
            String name = EcsName.resolve(scope, CapacityProviders.TYPE, one);
            if (CapacityProviders.NAMES.contains(name)) {
                found.add(describe(scope, name));
            } else {
                failures.add(
                        Failure.builder()
                                .arn(EcsName.arnNamedBy(scope, CapacityProviders.TYPE, one))
                                .reason("MISSING")
                                .build());
            }
        }
        PageToken listing = PageToken.of(scope, name(), String.join(",", asked));
        String after = EcsPages.position(listing, in.nextToken());
        Stream<CapacityProvider> rest =
                after.isEmpty()
                        ? found.stream()
                        : found.stream().dropWhile(p -> !p.name().equals(after)).skip(1);
        Page<CapacityProvider> page = listing.page(rest, size, CapacityProvider::name);
        return DescribeCapacityProvidersResponse.builder()
                .capacityProviders(page.items())
                .failures(failures)
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static CapacityProvider describe(Scope scope, String name) {
        return CapacityProvider.builder()
                .capacityProviderArn(EcsName.arn(scope, CapacityProviders.TYPE, name))
                .name(name)
                .status("ACTIVE")
                .type(name)
                .tags(List.of())
                .build();
    }
}
