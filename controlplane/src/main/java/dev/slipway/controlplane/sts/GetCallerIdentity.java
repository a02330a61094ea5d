package dev.slipway.controlplane.sts;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Who am I. Never denied. */
final class GetCallerIdentity
        implements AwsOperation<GetCallerIdentityRequest, GetCallerIdentityResponse> {

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return GetCallerIdentityRequest::builder;
    }

    @Override
    public List<Access> access(Call call, GetCallerIdentityRequest input) {
        return List.of(Access.to("sts:GetCallerIdentity", "*"));
    }

    @Override
    public GetCallerIdentityResponse answer(Call call, GetCallerIdentityRequest input) {
        return GetCallerIdentityResponse.builder()
                .account(call.caller().account())
                .arn(call.caller().arn())
                .userId(call.caller().principalId())
                .build();
    }
}
