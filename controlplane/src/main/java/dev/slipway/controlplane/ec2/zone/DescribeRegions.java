package dev.slipway.controlplane.ec2.zone;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.ec2.lookup.Filters;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsResponse;

/** The regions that one can work in: all, without opting in. */
final class DescribeRegions
        implements AwsOperation<DescribeRegionsRequest, DescribeRegionsResponse> {
    private static final String STATUS = "opt-in-not-required";
    private static final Filters<Region> FILTERS =
            new Filters<Region>()
                    .one("endpoint", Region::endpoint)
                    .one("opt-in-status", r -> STATUS)
                    .one("region-name", Region::name);

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeRegionsRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeRegionsRequest input) {
        return List.of(Access.to("ec2:DescribeRegions", "*"));
    }

    @Override
    public DescribeRegionsResponse answer(Call call, DescribeRegionsRequest input) {
        List<Region> regions = Region.all(call.region());
        for (String name : input.regionNames()) {
            if (regions.stream().noneMatch(r -> r.name().equals(name))) {
                throw AwsError.of("InvalidParameterValue", "Invalid region: [%s]".formatted(name))
                        .asException();
            }
        }
        Predicate<Region> matching = FILTERS.matching(input.filters());
        return DescribeRegionsResponse.builder()
                .regions(
                        regions.stream()
                                .filter(
                                        r ->
                                                input.regionNames().isEmpty()
                                                        || input.regionNames().contains(r.name()))
                                .filter(matching)
                                .map(DescribeRegions::shape)
                                .toList())
                .build();
    }

    private static software.amazon.awssdk.services.ec2.model.Region shape(Region region) {
        return software.amazon.awssdk.services.ec2.model.Region.builder()
                .regionName(region.name())
                .endpoint(region.endpoint())
                .optInStatus(STATUS)
                .build();
    }
}
