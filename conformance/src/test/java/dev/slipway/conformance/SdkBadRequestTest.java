package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.UnsupportedFeatureException;

/** Bad input gets AWS's own error and changes nothing. */
final class SdkBadRequestTest {
    @RegisterExtension static final SlipwayServer server = SlipwayServer.simulated();

    private static final String LIST_CLUSTERS = "ListClusters";

    private static RegisterTaskDefinitionRequest.Builder fargate() {
        return RegisterTaskDefinitionRequest.builder()
                .family("refused")
                .requiresCompatibilities(Compatibility.FARGATE)
                .networkMode(NetworkMode.AWSVPC)
                .cpu("256")
                .memory("512");
    }

    private static ContainerDefinition container(String name) {
        return ContainerDefinition.builder().name(name).image("busybox").build();
    }

    @AfterEach
    void nothingWasRegistered() {
        assertThat(server.ecs().listTaskDefinitions().taskDefinitionArns()).isEmpty();
        assertThat(server.ecs().listClusters().clusterArns()).isEmpty();
    }

    @Test
    void aDefinitionOver64KibIsRefused() {
        ContainerDefinition big =
                container("big").toBuilder().command("x".repeat(65 * 1024)).build();
        assertThatExceptionOfType(ClientException.class)
                .isThrownBy(
                        () ->
                                server.ecs()
                                        .registerTaskDefinition(
                                                fargate().containerDefinitions(big).build()))
                .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400));
    }

    @Test
    void twoContainersOfOneNameAreRefused() {
        assertThatExceptionOfType(ClientException.class)
                .isThrownBy(
                        () ->
                                server.ecs()
                                        .registerTaskDefinition(
                                                fargate()
                                                        .containerDefinitions(
                                                                container("web"), container("web"))
                                                        .build()))
                .withMessageContaining("web");
    }

    @Test
    void aPairOfCpuAndMemoryThatFargateDoesNotSellIsRefused() {
        assertThatExceptionOfType(ClientException.class)
                .isThrownBy(
                        () ->
                                server.ecs()
                                        .registerTaskDefinition(
                                                fargate()
                                                        .memory("4096")
                                                        .containerDefinitions(container("web"))
                                                        .build()))
                .withMessageContaining("No Fargate configuration exists");
    }

    @Test
    void anUnknownClusterIsNotFound() {
        EcsClient ecs = server.ecs();
        assertThatExceptionOfType(ClusterNotFoundException.class)
                .isThrownBy(() -> ecs.listTasks(r -> r.cluster("nowhere")));
        assertThatExceptionOfType(ClusterNotFoundException.class)
                .isThrownBy(
                        () -> ecs.runTask(r -> r.cluster("nowhere").taskDefinition("refused:1")));
    }

    @Test
    void aBadRevisionIsRefused() {
        for (String bad : new String[] {"refused:7", "refused:0", "refused:one", "a:b:c"}) {
            assertThatExceptionOfType(ClientException.class)
                    .as(bad)
                    .isThrownBy(
                            () -> server.ecs().describeTaskDefinition(r -> r.taskDefinition(bad)))
                    .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400));
        }
    }

    @Test
    void anOperationThatIsNotSupportedSaysSoInItsModelledError() {
        assertThatExceptionOfType(UnsupportedFeatureException.class)
                .isThrownBy(
                        () ->
                                server.ecs()
                                        .createService(
                                                r -> r.serviceName("web").taskDefinition("web:1")))
                .withMessageContaining("CreateService");
    }

    @Test
    void malformedJsonIsASerializationError() {
        for (String bad : new String[] {"{", "{\"maxResults\":}", "[]", "\"text\"", "{}{}"}) {
            RawCall.Answer answer = RawCall.of(server, LIST_CLUSTERS, bad).send();
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.code()).as(bad).isEqualTo("SerializationException");
        }
    }

    @Test
    void wrongTypesAreSerializationErrors() {
        for (String bad :
                new String[] {
                    "{\"clusterName\":{}}", "{\"clusterName\":[1]}", "{\"tags\":\"x\"}"
                }) {
            RawCall.Answer answer = RawCall.of(server, "CreateCluster", bad).send();
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.code()).as(bad).isEqualTo("SerializationException");
        }
    }

    @Test
    void anUnknownOperationIsNamedAsSuch() {
        RawCall.Answer answer = RawCall.of(server, "LaunchTheMissiles", "{}").send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("UnknownOperationException");
    }

    @Test
    void aWellFormedRawCallIsAnswered() {
        RawCall.Answer answer = RawCall.of(server, LIST_CLUSTERS, "{}").send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("clusterArns").isArray()).isTrue();
        assertThat(answer.headers()).containsKey("x-amzn-requestid");
    }

    @Test
    void aStaleRequestIsRefusedAndAnAlmostStaleOneIsNot() {
        RawCall call = RawCall.of(server, LIST_CLUSTERS, "{}");
        RawCall.Answer stale =
                call.signedAt(Clock.systemUTC().instant().minus(Duration.ofMinutes(16))).send();
        assertThat(stale.code()).isEqualTo("InvalidSignatureException");
        assertThat(stale.json().toString()).contains("Signature expired");
        RawCall.Answer early =
                call.signedAt(Clock.systemUTC().instant().plus(Duration.ofMinutes(16))).send();
        assertThat(early.code()).isEqualTo("InvalidSignatureException");
        assertThat(
                        call.signedAt(Clock.systemUTC().instant().minus(Duration.ofMinutes(14)))
                                .send()
                                .status())
                .isEqualTo(200);
    }

    @Test
    void aMissignedRequestIsRefused() {
        RawCall call = RawCall.of(server, LIST_CLUSTERS, "{}");
        assertThat(
                        call.signedBy(
                                        AwsBasicCredentials.create(
                                                server.credentials().accessKeyId(), "wrong"))
                                .send()
                                .code())
                .isEqualTo("InvalidSignatureException");
        assertThat(
                        call.changing(
                                        with(
                                                "X-Amz-Target",
                                                "AmazonEC2ContainerServiceV20141113.DeleteCluster"))
                                .send()
                                .code())
                .isEqualTo("InvalidSignatureException");
        assertThat(call.changing(with("Authorization", "AWS4-HMAC-SHA256 nonsense")).send().code())
                .isEqualTo("IncompleteSignatureException");
        assertThat(call.changing(without("Authorization")).send().code())
                .isEqualTo("MissingAuthenticationTokenException");
    }

    @Test
    void aPageOfAForeignSiteCannotCall() {
        RawCall.Answer answer =
                RawCall.of(server, LIST_CLUSTERS, "{}")
                        .changing(with("Origin", "https://evil.example"))
                        .send();
        assertThat(answer.status()).isEqualTo(403);
    }

    private static UnaryOperator<Map<String, String>> with(String name, String value) {
        return headers -> {
            Map<String, String> next = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            next.putAll(headers);
            next.put(name, value);
            return next;
        };
    }

    private static UnaryOperator<Map<String, String>> without(String name) {
        return headers -> {
            Map<String, String> next = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            next.putAll(headers);
            next.remove(name);
            return next;
        };
    }
}
