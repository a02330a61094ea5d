package dev.slipway.controlplane.ec2.gateway;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The room's front door. */
public final class InternetGateways {
    private InternetGateways() {}

    public static Optional<InternetGateway> find(Reader reader, Scope scope, String id) {
        return reader.find(InternetGateway.KIND, Key.of(scope, id));
    }

    /** Refuses with {@code InvalidInternetGatewayID.NotFound}. */
    static InternetGateway require(Reader reader, Scope scope, String id) {
        return find(reader, scope, id)
                .orElseThrow(() -> ResourceType.INTERNET_GATEWAY.notFound(id));
    }

    /** Whether a gateway is there and attached to that VPC. */
    public static boolean isAttached(Reader reader, Scope scope, String id, String vpcId) {
        return find(reader, scope, id).filter(g -> g.vpcId().equals(vpcId)).isPresent();
    }

    /** Whether a VPC has a gateway. */
    public static boolean anyAt(Reader reader, Scope scope, String vpcId) {
        return reader.list(InternetGateway.KIND, scope)
                .map(Entry::value)
                .anyMatch(g -> g.vpcId().equals(vpcId));
    }

    /** What IAM is asked about an action on a gateway. */
    static Access access(String action, Reader reader, Scope scope, @Nullable String id) {
        return ResourceType.INTERNET_GATEWAY.access(
                action, scope, id, known -> find(reader, scope, known).map(InternetGateway::tags));
    }

    /**
     * @param published whether an interface in the VPC of a key has a public address
     */
    public static List<AwsOperation<?, ?>> operations(
            Ledger ledger, BiPredicate<Reader, Key> published) {
        return List.of(
                new DescribeInternetGateways(ledger.network()),
                new CreateInternetGateway(ledger),
                new AttachInternetGateway(ledger),
                new DetachInternetGateway(ledger, published),
                new DeleteInternetGateway(ledger));
    }
}
