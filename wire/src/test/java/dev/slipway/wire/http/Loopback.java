package dev.slipway.wire.http;

import dev.slipway.wire.AccessKeys;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.Caller;
import dev.slipway.wire.OperationBinding;
import dev.slipway.wire.Refusal;
import dev.slipway.wire.ServiceBinding;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVpcRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVpcResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** An endpoint with a few operations, and a client of it. */
final class Loopback implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    static final Caller ROOT =
            new Caller(
                    "123456789012",
                    "arn:aws:iam::123456789012:root",
                    "123456789012",
                    "AKIDEXAMPLE");
    static final AccessKeys KEYS =
            id ->
                    switch (id) {
                        case "AKIDEXAMPLE" ->
                                Optional.of(new AccessKeys.AccessKey("secret", "", ROOT));
                        case "ASIAEXAMPLE" ->
                                Optional.of(
                                        new AccessKeys.AccessKey(
                                                "secret", "token", ROOT, NOON.plusSeconds(60)));
                        case "ASIAEXPIRED" ->
                                Optional.of(
                                        new AccessKeys.AccessKey("secret", "token", ROOT, NOON));
                        default -> Optional.empty();
                    };

    final Endpoint endpoint;
    final HttpClient client = HttpClient.newHttpClient();

    Loopback(UnaryOperator<EndpointSettings> change) throws IOException {
        endpoint =
                Endpoint.open(
                        change.apply(EndpointSettings.loopback(0)),
                        List.of(ecs(), logs(), ec2(), sts()),
                        KEYS,
                        Clock.fixed(NOON, ZoneOffset.UTC),
                        new Random(1),
                        failure ->
                                failure instanceof IllegalStateException
                                        ? Optional.of(
                                                AwsError.of("ServerException", 500, "disk full"))
                                        : Optional.empty());
    }

    static Loopback open() throws IOException {
        return new Loopback(settings -> settings.withAuth(AuthMode.OPEN));
    }

    static Loopback enforcing() throws IOException {
        return new Loopback(settings -> settings);
    }

    private static ServiceBinding ecs() {
        return new ServiceBinding(
                "ecs",
                List.of(
                        new OperationBinding<CreateClusterRequest, CreateClusterResponse>(
                                "CreateCluster",
                                CreateClusterRequest::builder,
                                (call, input) -> {
                                    if ("disk".equals(input.clusterName())) {
                                        throw new IllegalStateException("no space left");
                                    }
                                    if ("bug".equals(input.clusterName())) {
                                        throw new ArithmeticException("secret detail");
                                    }
                                    return CreateClusterResponse.builder()
                                            .cluster(
                                                    c ->
                                                            c.clusterName(input.clusterName())
                                                                    .clusterArn(
                                                                            call.region()
                                                                                    + " "
                                                                                    + call.caller()
                                                                                            .account()))
                                            .build();
                                }),
                        new OperationBinding<DescribeTasksRequest, DescribeTasksResponse>(
                                "DescribeTasks",
                                DescribeTasksRequest::builder,
                                (_, _) ->
                                        DescribeTasksResponse.builder()
                                                .tasks(
                                                        Task.builder()
                                                                .createdAt(NOON.plusMillis(123))
                                                                .startedAt(NOON)
                                                                .build())
                                                .failures(List.of())
                                                .build())),
                List.of(
                        new Refusal(
                                "StartTask",
                                AwsError.of("UnsupportedFeatureException", "no instances"),
                                "EC2 only")));
    }

    private static ServiceBinding logs() {
        return new ServiceBinding(
                "logs",
                List.of(
                        new OperationBinding<CreateLogGroupRequest, CreateLogGroupResponse>(
                                "CreateLogGroup",
                                CreateLogGroupRequest::builder,
                                (_, _) -> CreateLogGroupResponse.builder().build())),
                List.of());
    }

    private static ServiceBinding ec2() {
        return new ServiceBinding(
                "ec2",
                List.of(
                        new OperationBinding<DescribeVpcsRequest, DescribeVpcsResponse>(
                                "DescribeVpcs",
                                DescribeVpcsRequest::builder,
                                (_, input) ->
                                        DescribeVpcsResponse.builder()
                                                .vpcs(
                                                        Vpc.builder()
                                                                .vpcId(input.vpcIds().getFirst())
                                                                .isDefault(true)
                                                                .tags(tag("a<b"))
                                                                .build())
                                                .build()),
                        new OperationBinding<DeleteVpcRequest, DeleteVpcResponse>(
                                "DeleteVpc",
                                DeleteVpcRequest::builder,
                                (_, _) -> DeleteVpcResponse.builder().build())),
                List.of());
    }

    private static Tag tag(String key) {
        return Tag.builder().key(key).value("").build();
    }

    private static ServiceBinding sts() {
        return new ServiceBinding(
                "sts",
                List.of(
                        new OperationBinding<GetCallerIdentityRequest, GetCallerIdentityResponse>(
                                "GetCallerIdentity",
                                GetCallerIdentityRequest::builder,
                                (call, _) ->
                                        GetCallerIdentityResponse.builder()
                                                .account(call.caller().account())
                                                .arn(call.caller().arn())
                                                .userId(call.caller().principalId())
                                                .build()),
                        new OperationBinding<AssumeRoleRequest, AssumeRoleResponse>(
                                "AssumeRole",
                                AssumeRoleRequest::builder,
                                (_, _) -> {
                                    throw AwsError.of("RegionDisabledException", "not here")
                                            .asException();
                                })),
                List.of());
    }

    URI uri() {
        return URI.create("http://localhost:" + endpoint.port() + "/");
    }

    HttpResponse<String> json(String target, String body) throws Exception {
        return send(
                HttpRequest.newBuilder(uri())
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .header("X-Amz-Target", target)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> ecs(String operation, String body) throws Exception {
        return json("AmazonEC2ContainerServiceV20141113." + operation, body);
    }

    HttpResponse<String> form(String body) throws Exception {
        return send(
                HttpRequest.newBuilder(uri())
                        .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /**
     * The whole answer to bytes sent as they are; the request must ask for the connection's end.
     */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket(endpoint.address(), endpoint.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        client.close();
        endpoint.close();
    }
}
