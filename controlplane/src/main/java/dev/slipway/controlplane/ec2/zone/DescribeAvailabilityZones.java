package dev.slipway.controlplane.ec2.zone;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.ec2.lookup.Filters;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;

/** The caller's region's zones. */
final class DescribeAvailabilityZones
        implements AwsOperation<
                DescribeAvailabilityZonesRequest, DescribeAvailabilityZonesResponse> {
    private static final Filters<Zone> FILTERS =
            new Filters<Zone>()
                    .one("group-name", z -> z.region() + "-zg-1")
                    .one("group-long-name", Zone::region)
                    .many("message", z -> List.of())
                    .one("opt-in-status", z -> "opt-in-not-required")
                    .many("parent-zone-id", z -> List.of())
                    .many("parent-zone-name", z -> List.of())
                    .one("region-name", Zone::region)
                    .one("state", z -> "available")
                    .one("zone-id", Zone::id)
                    .one("zone-name", Zone::name)
                    .one("zone-type", z -> "availability-zone");

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeAvailabilityZonesRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeAvailabilityZonesRequest input) {
        return List.of(Access.to("ec2:DescribeAvailabilityZones", "*"));
    }

    @Override
    public DescribeAvailabilityZonesResponse answer(
            Call call, DescribeAvailabilityZonesRequest input) {
        List<Zone> zones = Zone.of(call.region());
        checkKnown(input.zoneNames(), zones, Zone::name);
        checkKnown(input.zoneIds(), zones, Zone::id);
        Predicate<Zone> matching = FILTERS.matching(input.filters());
        return DescribeAvailabilityZonesResponse.builder()
                .availabilityZones(
                        zones.stream()
                                .filter(z -> isAsked(input, z))
                                .filter(matching)
                                .map(DescribeAvailabilityZones::shape)
                                .toList())
                .build();
    }

    private static boolean isAsked(DescribeAvailabilityZonesRequest input, Zone zone) {
        return (input.zoneNames().isEmpty() || input.zoneNames().contains(zone.name()))
                && (input.zoneIds().isEmpty() || input.zoneIds().contains(zone.id()));
    }

    private static void checkKnown(
            List<String> asked, List<Zone> zones, Function<Zone, String> name) {
        for (String one : asked) {
            if (zones.stream().map(name).noneMatch(one::equals)) {
                throw AwsError.of(
                                "InvalidParameterValue",
                                "Invalid availability zone: [%s]".formatted(one))
                        .asException();
            }
        }
    }

    private static AvailabilityZone shape(Zone zone) {
        return AvailabilityZone.builder()
                .state("available")
                .optInStatus("opt-in-not-required")
                .regionName(zone.region())
                .zoneName(zone.name())
                .zoneId(zone.id())
                .groupName(zone.region() + "-zg-1")
                .networkBorderGroup(zone.region())
                .zoneType("availability-zone")
                .build();
    }
}
