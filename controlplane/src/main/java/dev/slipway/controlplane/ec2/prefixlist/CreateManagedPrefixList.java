package dev.slipway.controlplane.ec2.prefixlist;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.controlplane.ec2.prefixlist.PrefixList.Entry;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.CreateManagedPrefixListRequest;
import software.amazon.awssdk.services.ec2.model.CreateManagedPrefixListResponse;

final class CreateManagedPrefixList
        implements AwsOperation<CreateManagedPrefixListRequest, CreateManagedPrefixListResponse> {
    private final State state;
    private final RandomGenerator random;

    CreateManagedPrefixList(State state, RandomGenerator random) {
        this.state = state;
        this.random = random;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return CreateManagedPrefixListRequest::builder;
    }

    @Override
    public List<Access> access(Call call, CreateManagedPrefixListRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        List<Access> all = new ArrayList<>();
        all.add(
                new Access(
                        "ec2:CreateManagedPrefixList",
                        List.of(ResourceType.PREFIX_LIST.arn(scope, "*")),
                        TagSet.requestConditions(input.tagSpecifications())));
        all.addAll(TagSet.access(scope, "prefix-list", name(), input.tagSpecifications()));
        return all;
    }

    @Override
    public CreateManagedPrefixListResponse answer(Call call, CreateManagedPrefixListRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        String name =
                Optional.ofNullable(input.prefixListName())
                        .orElseThrow(() -> Refusals.missing("prefixListName"));
        PrefixLists.requireName(name);
        requireIpv4(
                Optional.ofNullable(input.addressFamily())
                        .orElseThrow(() -> Refusals.missing("addressFamily")));
        int most =
                Optional.ofNullable(input.maxEntries())
                        .orElseThrow(() -> Refusals.missing("maxEntries"));
        Entries.requireMaximum(most);
        List<Entry> entries = Entries.added(input.entries());
        if (entries.size() > most) {
            throw Refusals.full();
        }
        SortedMap<String, String> tags = TagSet.asked(input.tagSpecifications(), "prefix-list");
        String request = List.of(name, most, entries, tags).toString();
        String token = Optional.ofNullable(input.clientToken()).orElse("");
        PrefixList made =
                state.commit(
                        tx ->
                                replay(tx, scope, token, request)
                                        .orElseGet(
                                                () -> {
                                                    PrefixList list =
                                                            new PrefixList(
                                                                    ResourceType.PREFIX_LIST.mint(
                                                                            random),
                                                                    scope.account(),
                                                                    name,
                                                                    most,
                                                                    "create-complete",
                                                                    1,
                                                                    entries,
                                                                    token,
                                                                    request,
                                                                    tags);
                                                    PrefixLists.put(tx, scope, list);
                                                    return list;
                                                }));
        return CreateManagedPrefixListResponse.builder()
                .prefixList(PrefixLists.shape(scope, made))
                .build();
    }

    /** What the same request with the same token got before, as it now is. */
    private static Optional<PrefixList> replay(
            Transaction tx, Scope scope, String token, String request) {
        if (token.isEmpty()) {
            return Optional.empty();
        }
        Optional<PrefixList> before =
                tx.list(PrefixList.KIND, scope)
                        .map(e -> e.value())
                        .filter(l -> l.token().equals(token))
                        .findFirst();
        if (before.isPresent() && !before.get().request().equals(request)) {
            throw Refusals.tokenReused();
        }
        return before;
    }

    private static void requireIpv4(String family) {
        if (family.equals("IPv6")) {
            throw Refusals.noIpv6();
        }
        if (!family.equals("IPv4")) {
            throw Refusals.badFamily(family);
        }
    }
}
