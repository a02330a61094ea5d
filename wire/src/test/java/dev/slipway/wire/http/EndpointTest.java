package dev.slipway.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wire.OperationBinding;
import dev.slipway.wire.ServiceBinding;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;

class EndpointTest {
    private static final Clock NOON =
            Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);

    static final ServiceBinding ECS =
            new ServiceBinding(
                    "ecs",
                    List.of(
                            new OperationBinding<CreateClusterRequest, CreateClusterResponse>(
                                    "CreateCluster",
                                    CreateClusterRequest::builder,
                                    (call, input) ->
                                            CreateClusterResponse.builder()
                                                    .cluster(
                                                            c -> c.clusterName(input.clusterName()))
                                                    .build())),
                    List.of());

    @Test
    void anOperationAnswersOverHttpInOpenMode() throws Exception {
        EndpointSettings settings = EndpointSettings.loopback(0).withAuth(AuthMode.OPEN);
        try (Endpoint endpoint =
                        Endpoint.open(
                                settings,
                                List.of(ECS),
                                _ -> Optional.empty(),
                                NOON,
                                new Random(1),
                                _ -> Optional.empty());
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://localhost:" + endpoint.port() + "/"))
                                    .header("Content-Type", "application/x-amz-json-1.1")
                                    .header(
                                            "X-Amz-Target",
                                            "AmazonEC2ContainerServiceV20141113.CreateCluster")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"clusterName\":\"blue\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"cluster\":{\"clusterName\":\"blue\"}}");
        }
    }
}
