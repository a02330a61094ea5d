package dev.slipway.controlplane.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.api.AwsService;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import dev.slipway.wire.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;

/** EC2 in memory, asked as the root of one account with a clock that stands still. */
final class Ec2Desk implements AutoCloseable {
    static final Scope HOME = new Scope("123456789012", "us-east-1");
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    final State state = State.inMemory(Ec2.kinds());
    private final AwsService service = Ec2.service(new DefaultNetwork(state, new Random(1)));

    /** A subnet of the default VPC: 172.31.0.0/20. */
    String subnet() {
        DescribeSubnetsResponse all = ask(DescribeSubnetsRequest.builder().build());
        return all.subnets().stream()
                .filter(s -> s.cidrBlock().equals("172.31.0.0/20"))
                .findFirst()
                .orElseThrow()
                .subnetId();
    }

    long revision() {
        return state.read().revision();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // each caller knows the pair
    <O> O ask(SdkPojo input) {
        String name = input.getClass().getSimpleName().replace("Request", "");
        AwsOperation<SdkPojo, SdkPojo> operation =
                (AwsOperation<SdkPojo, SdkPojo>)
                        service.operations().stream()
                                .filter(o -> o.name().equals(name))
                                .findFirst()
                                .orElseThrow();
        String account = HOME.account();
        Caller root =
                new Caller(account, "arn:aws:iam::%s:root".formatted(account), account, "AKIA");
        Call call = new Call("r", "ec2", name, root, HOME.region(), NOW, "127.0.0.1", "");
        List<String> actions = operation.access(call, input).stream().map(a -> a.action()).toList();
        assertThat(actions).startsWith("ec2:" + name);
        return (O) operation.answer(call, input);
    }

    @Override
    public void close() {
        state.close();
    }
}
