package dev.slipway.controlplane.ec2.vpc;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.AccountAttribute;
import software.amazon.awssdk.services.ec2.model.AccountAttributeValue;
import software.amazon.awssdk.services.ec2.model.DescribeAccountAttributesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAccountAttributesResponse;

/** What tools ask to learn of the default VPC. */
final class DescribeAccountAttributes
        implements AwsOperation<
                DescribeAccountAttributesRequest, DescribeAccountAttributesResponse> {
    private final Function<Scope, Reader> network;

    DescribeAccountAttributes(Function<Scope, Reader> network) {
        this.network = network;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeAccountAttributesRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeAccountAttributesRequest input) {
        return List.of(Access.to("ec2:DescribeAccountAttributes", "*"));
    }

    @Override
    public DescribeAccountAttributesResponse answer(
            Call call, DescribeAccountAttributesRequest input) {
        Map<String, String> values = values(new Scope(call.caller().account(), call.region()));
        for (String asked : input.attributeNamesAsStrings()) {
            if (!values.containsKey(asked)) {
                throw AwsError.of(
                                "InvalidParameterValue",
                                "Value (%s) for parameter attributeName is invalid."
                                        .formatted(asked))
                        .asException();
            }
        }
        List<String> wanted = input.attributeNamesAsStrings();
        return DescribeAccountAttributesResponse.builder()
                .accountAttributes(
                        values.entrySet().stream()
                                .filter(v -> wanted.isEmpty() || wanted.contains(v.getKey()))
                                .map(v -> shape(v.getKey(), v.getValue()))
                                .toList())
                .build();
    }

    /** Instances do not run here, so none may be started; the rest are AWS's own defaults. */
    private Map<String, String> values(Scope scope) {
        String vpc =
                network.apply(scope)
                        .list(Vpc.KIND, scope)
                        .map(Entry::value)
                        .filter(Vpc::isDefault)
                        .map(Vpc::id)
                        .findFirst()
                        .orElse("none");
        Map<String, String> values = new TreeMap<>();
        values.put("default-vpc", vpc);
        values.put("max-elastic-ips", "0");
        values.put("max-instances", "0");
        values.put("supported-platforms", "VPC");
        values.put("vpc-max-elastic-ips", "0");
        values.put("vpc-max-security-groups-per-interface", "5");
        return values;
    }

    private static AccountAttribute shape(String name, String value) {
        return AccountAttribute.builder()
                .attributeName(name)
                .attributeValues(AccountAttributeValue.builder().attributeValue(value).build())
                .build();
    }
}
