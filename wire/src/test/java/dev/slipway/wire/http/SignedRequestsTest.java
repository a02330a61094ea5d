package dev.slipway.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.utils.StringInputStream;

/** Requests signed by AWS's own signer, sent to an endpoint that enforces signatures. */
class SignedRequestsTest {
    private static final AwsCredentialsIdentity ROOT =
            AwsCredentialsIdentity.create("AKIDEXAMPLE", "secret");
    private static final String WHO = "Action=GetCallerIdentity&Version=2011-06-15";
    private static Loopback loopback;

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private AwsCredentialsIdentity identity = ROOT;
    private Instant signedAt = Loopback.NOON;
    private String service = "ecs";

    @BeforeAll
    static void listen() throws Exception {
        loopback = Loopback.enforcing();
    }

    @AfterAll
    static void close() {
        loopback.close();
    }

    @Test
    void aGoodSignatureBringsAccountAndRegion() throws Exception {
        HttpResponse<String> answer = createCluster();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("eu-west-3 123456789012");
    }

    @Test
    void aBodySignedInChunksIsReadWithoutThem() throws Exception {
        HttpResponse<String> answer =
                send(
                        json("{\"clusterName\":\"blue\"}"),
                        r -> r.putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, true));
        assertThat(answer.body()).contains("\"clusterName\":\"blue\"");
    }

    @Test
    void aPresignedUrlIsACall() throws Exception {
        service = "sts";
        HttpResponse<String> answer =
                loopback.send(HttpRequest.newBuilder(presigned(Duration.ofMinutes(20))));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("<Account>123456789012</Account>");
    }

    @Test
    void aPresignedUrlLivesAsLongAsItSays() throws Exception {
        service = "sts";
        signedAt = Loopback.NOON.minus(Duration.ofMinutes(19));
        assertThat(status(presigned(Duration.ofMinutes(20)))).isEqualTo(200);
        signedAt = Loopback.NOON.minus(Duration.ofMinutes(21));
        assertThat(status(presigned(Duration.ofMinutes(20)))).isEqualTo(403);
    }

    private static int status(URI uri) throws Exception {
        return loopback.send(HttpRequest.newBuilder(uri)).statusCode();
    }

    @Test
    void anUnsignedRequestMissesItsToken() throws Exception {
        refused(
                loopback.ecs("CreateCluster", "{}"),
                400,
                "\"__type\":\"MissingAuthenticationTokenException\"");
        refused(loopback.form(WHO), 403, "<Code>MissingAuthenticationToken</Code>");
    }

    @Test
    void aBrokenHeaderIsIncomplete() throws Exception {
        HttpRequest.Builder broken =
                HttpRequest.newBuilder(loopback.uri())
                        .header("Authorization", "AWS4-HMAC-SHA256 Credential=a/b")
                        .header("X-Amz-Target", "AmazonEC2ContainerServiceV20141113.CreateCluster")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"));
        refused(loopback.send(broken), 400, "\"__type\":\"IncompleteSignatureException\"");
    }

    @Test
    void anUnknownKeyIsRefusedInEachDialect() throws Exception {
        identity = AwsCredentialsIdentity.create("AKIDNOBODY", "secret");
        refused(createCluster(), 400, "\"__type\":\"UnrecognizedClientException\"");
        refused(form("sts", WHO), 403, "<Code>InvalidClientTokenId</Code>");
        refused(
                form("ec2", "Action=DescribeVpcs&Version=2016-11-15"),
                401,
                "<Code>AuthFailure</Code>");
    }

    @Test
    void aWrongSecretDoesNotMatch() throws Exception {
        identity = AwsCredentialsIdentity.create("AKIDEXAMPLE", "guess");
        refused(createCluster(), 400, "\"__type\":\"InvalidSignatureException\"");
        refused(form("sts", WHO), 403, "<Code>SignatureDoesNotMatch</Code>");
    }

    @Test
    void aChangedBodyDoesNotMatch() throws Exception {
        SignedRequest signed = sign(json("{}"), "{}", _ -> {});
        refused(
                deliver(signed, "{\"clusterName\":\"other\"}"),
                400,
                "\"__type\":\"InvalidSignatureException\"");
    }

    @Test
    void sixteenMinutesEitherWayAreTooFar() throws Exception {
        signedAt = Loopback.NOON.minus(Duration.ofMinutes(16));
        refused(
                createCluster(),
                400,
                "Signature expired: 20260102T114400Z is now earlier than"
                        + " 20260102T114500Z (20260102T120000Z - 15 min.)");
        signedAt = Loopback.NOON.plus(Duration.ofMinutes(16));
        refused(createCluster(), 400, "Signature not yet current");
        refused(
                form("ec2", "Action=DescribeVpcs&Version=2016-11-15"),
                400,
                "<Code>RequestExpired</Code>");
    }

    @Test
    void aTemporaryKeyNeedsItsToken() throws Exception {
        identity = AwsSessionCredentialsIdentity.create("ASIAEXAMPLE", "secret", "token");
        assertThat(createCluster().statusCode()).isEqualTo(200);
        identity = AwsSessionCredentialsIdentity.create("ASIAEXAMPLE", "secret", "other");
        refused(createCluster(), 400, "\"__type\":\"UnrecognizedClientException\"");
        identity = AwsCredentialsIdentity.create("ASIAEXAMPLE", "secret");
        refused(createCluster(), 400, "\"__type\":\"UnrecognizedClientException\"");
        identity = AwsSessionCredentialsIdentity.create("ASIAEXPIRED", "secret", "token");
        refused(createCluster(), 400, "\"__type\":\"ExpiredTokenException\"");
    }

    @Test
    void aSignatureForAnotherServiceIsNoSignature() throws Exception {
        service = "ec2";
        refused(createCluster(), 400, "Credential should be scoped to correct service: 'ecs'.");
    }

    @Test
    void anOperationTargetThatWasNotSignedIsRefused() throws Exception {
        SignedRequest signed =
                sign(json("{}").toBuilder().removeHeader("X-Amz-Target").build(), "{}", _ -> {});
        HttpRequest.Builder request = request(signed, "{}");
        request.header("X-Amz-Target", "AmazonEC2ContainerServiceV20141113.CreateCluster");
        refused(loopback.send(request), 400, "which were not signed: x-amz-target");
    }

    private static void refused(HttpResponse<String> answer, int status, String text) {
        assertThat(answer.body()).contains(text);
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    private HttpResponse<String> createCluster() throws Exception {
        return send(json("{}"), _ -> {});
    }

    private HttpResponse<String> form(String of, String body) throws Exception {
        service = of;
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(loopback.uri())
                        .putHeader("Content-Type", "application/x-www-form-urlencoded")
                        .build();
        return deliver(sign(request, body, _ -> {}), body);
    }

    private static SdkHttpRequest json(String body) {
        return SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(loopback.uri())
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", "AmazonEC2ContainerServiceV20141113.CreateCluster")
                .putHeader("x-test-body", body)
                .build();
    }

    private HttpResponse<String> send(
            SdkHttpRequest request, Consumer<SignRequest.Builder<AwsCredentialsIdentity>> more)
            throws Exception {
        SignedRequest signed =
                sign(request, request.firstMatchingHeader("x-test-body").orElseThrow(), more);
        try (InputStream in = signed.payload().orElseThrow().newStream()) {
            return deliver(signed, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private URI presigned(Duration life) {
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.GET)
                        .uri(URI.create(loopback.uri() + "?" + WHO))
                        .build();
        return sign(
                        request,
                        "",
                        r ->
                                r.putProperty(
                                                AwsV4HttpSigner.AUTH_LOCATION,
                                                AwsV4HttpSigner.AuthLocation.QUERY_STRING)
                                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, life))
                .request()
                .getUri();
    }

    private SignedRequest sign(
            SdkHttpRequest request,
            String body,
            Consumer<SignRequest.Builder<AwsCredentialsIdentity>> more) {
        return signer.sign(
                r -> {
                    r.identity(identity)
                            .request(request)
                            .payload(() -> new StringInputStream(body))
                            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                            .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-3")
                            .putProperty(
                                    AwsV4HttpSigner.SIGNING_CLOCK,
                                    Clock.fixed(signedAt, ZoneOffset.UTC));
                    more.accept(r);
                });
    }

    private static HttpRequest.Builder request(SignedRequest signed, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(loopback.uri())
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        // The client sets these itself, to what was signed.
        Set<String> own = Set.of("Host", "Content-Length");
        signed.request()
                .headers()
                .forEach(
                        (name, values) -> {
                            if (!own.contains(name)) {
                                values.forEach(value -> request.header(name, value));
                            }
                        });
        return request;
    }

    private static HttpResponse<String> deliver(SignedRequest signed, String body)
            throws Exception {
        return loopback.send(request(signed, body));
    }
}
