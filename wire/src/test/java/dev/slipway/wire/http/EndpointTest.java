package dev.slipway.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.wire.Reply;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EndpointTest {
    private static Loopback loopback;

    @BeforeAll
    static void listen() throws Exception {
        PlainPath health =
                new PlainPath(
                        "GET",
                        "/_slipway/health",
                        _ -> Reply.of(200, "application/json", "{\"ready\":true}"));
        loopback =
                new Loopback(
                        settings ->
                                settings.withAuth(AuthMode.OPEN)
                                        .withLimits(1 << 20, 16 << 10)
                                        .withPlainPaths(List.of(health)));
    }

    @AfterAll
    static void close() {
        loopback.close();
    }

    @Test
    void aJsonOperationAnswersWithItsRequestId() throws Exception {
        HttpResponse<String> answer = loopback.ecs("CreateCluster", "{\"clusterName\":\"blue\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"cluster\":{\"clusterArn\":\"us-east-1 000000000000\","
                                + "\"clusterName\":\"blue\"}}");
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/x-amz-json-1.1");
        assertThat(answer.headers().firstValue("x-amzn-RequestId").orElseThrow())
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    @Test
    void timesAreEpochSecondsAndEmptyListsThatWereSetAreWritten() throws Exception {
        assertThat(loopback.ecs("DescribeTasks", "{\"tasks\":[\"a\"]}").body())
                .isEqualTo(
                        "{\"tasks\":[{\"createdAt\":1767355200.123,\"startedAt\":1767355200}],"
                                + "\"failures\":[]}");
    }

    @Test
    void badJsonIsASerializationException() throws Exception {
        for (String body :
                List.of("{\"clusterName\":", "[]", "{} {}", "nonsense", "{\"clusterName\":7}")) {
            HttpResponse<String> answer = loopback.ecs("CreateCluster", body);
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.body()).as(body).contains("\"__type\":\"SerializationException\"");
        }
        assertThat(loopback.ecs("CreateCluster", "{\"clusterName\":7}").body())
                .contains("NUMBER_VALUE can not be converted to a String (at /clusterName)");
    }

    @Test
    void unknownMembersAreIgnoredAndNullIsAbsent() throws Exception {
        HttpResponse<String> answer =
                loopback.ecs("CreateCluster", "{\"clusterName\":null,\"colour\":{\"a\":[1]}}");
        assertThat(answer.body())
                .isEqualTo("{\"cluster\":{\"clusterArn\":\"us-east-1 000000000000\"}}");
    }

    @Test
    void whatIsNotServedIsUnknownOrRefusedAsBound() throws Exception {
        assertThat(loopback.ecs("MakeCoffee", "{}").body())
                .contains("\"__type\":\"UnknownOperationException\"");
        assertThat(loopback.json("DynamoDB_20120810.ListTables", "{}").body())
                .contains("\"__type\":\"UnknownOperationException\"");
        assertThat(loopback.ecs("StartTask", "{}").body())
                .isEqualTo(
                        "{\"__type\":\"UnsupportedFeatureException\",\"message\":\"no instances\"}");
    }

    @Test
    void rulesOfTheModelHoldBeforeTheOperationRuns() throws Exception {
        assertThat(loopback.ecs("DescribeTasks", "{}").body())
                .isEqualTo(
                        "{\"__type\":\"InvalidParameterException\","
                                + "\"message\":\"Tasks can not be blank.\"}");
        assertThat(
                        loopback.json("Logs_20140328.CreateLogGroup", "{\"logGroupName\":\"a b\"}")
                                .body())
                .contains("\"__type\":\"InvalidParameterException\"")
                .contains(
                        "1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy"
                                + " constraint: Member must satisfy regular expression pattern:"
                                + " [\\\\.\\\\-_/#A-Za-z0-9]+");
        assertThat(loopback.form("Action=DeleteVpc&Version=2016-11-15").body())
                .contains("<Code>MissingParameter</Code>")
                .contains("<Message>The request must contain the parameter VpcId</Message>");
        assertThat(loopback.form("Action=AssumeRole&Version=2011-06-15").body())
                .contains("<Code>ValidationError</Code>")
                .contains("2 validation errors detected: Value null at 'roleArn'");
    }

    @Test
    void ec2AnswersInItsOwnXml() throws Exception {
        HttpResponse<String> answer =
                loopback.form("Action=DescribeVpcs&Version=2016-11-15&VpcId.1=vpc-1&DryRun=false");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/xml;charset=UTF-8");
        assertThat(answer.body().replaceAll("<requestId>[^<]+", "<requestId>ID"))
                .isEqualTo(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                + "<DescribeVpcsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">"
                                + "<requestId>ID</requestId><vpcSet><item><isDefault>true</isDefault>"
                                + "<tagSet><item><key>a&lt;b</key><value></value></item></tagSet>"
                                + "<vpcId>vpc-1</vpcId></item></vpcSet></DescribeVpcsResponse>");
        assertThat(loopback.form("Action=DeleteVpc&Version=2016-11-15&VpcId=vpc-1").body())
                .contains("</requestId><return>true</return></DeleteVpcResponse>");
    }

    @Test
    void ec2RefusesWhatItDoesNotKnow() throws Exception {
        HttpResponse<String> action = loopback.form("Action=MakeCoffee&Version=2016-11-15");
        assertThat(action.statusCode()).isEqualTo(400);
        assertThat(action.body().replaceAll("<RequestID>[^<]+", "<RequestID>ID"))
                .endsWith(
                        "<Response><Errors><Error><Code>InvalidAction</Code><Message>The action"
                                + " MakeCoffee is not valid for this web service.</Message></Error></Errors>"
                                + "<RequestID>ID</RequestID></Response>");
        assertThat(loopback.form("Action=DeleteVpc&Version=2016-11-15&VpcId=a&Sugar=2").body())
                .contains("<Code>UnknownParameter</Code>");
        assertThat(loopback.form("Action=DeleteVpc&Version=2016-11-15&VpcId=a&DryRun=maybe").body())
                .contains("<Code>InvalidParameterValue</Code>");
    }

    @Test
    void queryServicesAnswerWithResultAndMetadata() throws Exception {
        String answer = loopback.form("Action=GetCallerIdentity&Version=2011-06-15").body();
        assertThat(answer.replaceAll("<RequestId>[^<]+", "<RequestId>ID"))
                .isEqualTo(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                + "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                                + "<GetCallerIdentityResult><UserId>000000000000</UserId>"
                                + "<Account>000000000000</Account>"
                                + "<Arn>arn:aws:iam::000000000000:root</Arn></GetCallerIdentityResult>"
                                + "<ResponseMetadata><RequestId>ID</RequestId></ResponseMetadata>"
                                + "</GetCallerIdentityResponse>");
    }

    @Test
    void aModelledErrorHasTheModelsStatus() throws Exception {
        HttpResponse<String> answer =
                loopback.form(
                        "Action=AssumeRole&Version=2011-06-15&RoleSessionName=me"
                                + "&RoleArn=arn:aws:iam::123456789012:role/r");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body())
                .contains(
                        "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error>"
                                + "<Type>Sender</Type><Code>RegionDisabledException</Code>"
                                + "<Message>not here</Message></Error><RequestId>");
    }

    @Test
    void failuresAreExplainedByTheSettingsOrNotAtAll() throws Exception {
        HttpResponse<String> disk = loopback.ecs("CreateCluster", "{\"clusterName\":\"disk\"}");
        assertThat(disk.statusCode()).isEqualTo(500);
        assertThat(disk.body())
                .isEqualTo("{\"__type\":\"ServerException\",\"message\":\"disk full\"}");
        HttpResponse<String> bug = loopback.ecs("CreateCluster", "{\"clusterName\":\"bug\"}");
        assertThat(bug.statusCode()).isEqualTo(500);
        assertThat(bug.body())
                .contains("\"__type\":\"InternalFailure\"")
                .doesNotContain("secret", "Arithmetic");
    }

    @Test
    void compressedBodiesAreInflatedWithinTheLimit() throws Exception {
        String blue = "{\"clusterName\":\"blue\"}";
        assertThat(gzip(blue.getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(200);
        HttpResponse<String> bomb = gzip(new byte[(1 << 20) + 1]);
        assertThat(bomb.statusCode()).isEqualTo(413);
        assertThat(bomb.body()).contains("RequestEntityTooLargeException");
    }

    private static HttpResponse<String> gzip(byte[] body) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        }
        return loopback.send(
                HttpRequest.newBuilder(loopback.uri())
                        .header("Content-Encoding", "gzip")
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .header("X-Amz-Target", "AmazonEC2ContainerServiceV20141113.CreateCluster")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray())));
    }

    @Test
    void bodiesAndHeadersBeyondTheLimitsAreRefusedInAwsShape() throws Exception {
        HttpResponse<String> body = loopback.ecs("CreateCluster", " ".repeat((1 << 20) + 1));
        assertThat(body.statusCode()).isEqualTo(413);
        assertThat(body.body()).contains("\"__type\":\"RequestEntityTooLargeException\"");
        String header =
                loopback.raw("GET / HTTP/1.1\nHost: localhost\nX: " + "x".repeat(20_000) + "\n\n");
        assertThat(header).startsWith("HTTP/1.1 431 ").contains("\"__type\":");
    }

    @Test
    void aClientThatSendsAllBeforeItReadsStillSeesTheRefusal() throws Exception {
        String body = " ".repeat(16 << 20);
        String answer =
                loopback.raw(
                        "POST / HTTP/1.1\nHost: localhost:"
                                + loopback.endpoint.port()
                                + "\nContent-Length: "
                                + body.length()
                                + "\n\n"
                                + body);
        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\"__type\":");
    }

    @Test
    void plainPathsAnswerAndOtherPathsAndMethodsDoNot() throws Exception {
        HttpResponse<String> health =
                loopback.send(HttpRequest.newBuilder(loopback.uri().resolve("/_slipway/health")));
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).isEqualTo("{\"ready\":true}");
        assertThat(loopback.send(HttpRequest.newBuilder(loopback.uri().resolve("/x"))).statusCode())
                .isEqualTo(404);
        HttpResponse<String> get = loopback.send(HttpRequest.newBuilder(loopback.uri()));
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.body()).contains("UnknownOperationException");
    }

    @Test
    void aWebPageCannotCallAnOperationByLoadingAnImage() throws Exception {
        HttpResponse<String> image =
                loopback.send(
                        HttpRequest.newBuilder(
                                loopback.uri()
                                        .resolve("/?Action=DeleteVpc&Version=2016-11-15&VpcId=a")));
        assertThat(image.statusCode()).isEqualTo(405);
    }

    @Test
    void aBusyPortIsNamed() {
        EndpointSettings busy = EndpointSettings.loopback(loopback.endpoint.port());
        assertThatThrownBy(() -> new Loopback(_ -> busy))
                .isInstanceOf(PortInUseException.class)
                .hasMessageContaining(
                        "port " + loopback.endpoint.port() + " on 127.0.0.1 is in use");
    }

    @Test
    void openAuthenticationNeverListensBeyondLoopback() {
        EndpointSettings open = EndpointSettings.loopback(0).withAuth(AuthMode.OPEN);
        assertThatThrownBy(() -> open.withAddress(InetAddress.ofLiteral("0.0.0.0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("loopback only");
    }

    @Test
    void manyChannelsOpenedElsewhereAreServedAtOnce() throws Exception {
        List<AutoCloseable> open = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                ServerSocketChannel channel = ServerSocketChannel.open();
                channel.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0));
                open.add(loopback.endpoint.listen(channel));
                int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
                URI there = URI.create("http://127.0.0.2:" + port + "/_slipway/health");
                assertThat(loopback.send(HttpRequest.newBuilder(there)).statusCode())
                        .isEqualTo(200);
            }
        } finally {
            for (AutoCloseable each : open) {
                each.close();
            }
        }
    }

    @Test
    void aChannelOpenedElsewhereIsServedUntilItIsClosed() throws Exception {
        ServerSocketChannel channel = ServerSocketChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0));
        int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        URI there = URI.create("http://127.0.0.2:" + port + "/_slipway/health");
        try (AutoCloseable _ = loopback.endpoint.listen(channel)) {
            assertThat(loopback.send(HttpRequest.newBuilder(there)).statusCode()).isEqualTo(200);
        }
        assertThat(channel.isOpen()).isFalse();
        assertThat(loopback.ecs("CreateCluster", "{}").statusCode()).isEqualTo(200);
    }
}
