package dev.slipway.wire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wire.Incoming;
import dev.slipway.wire.Reply;
import dev.slipway.wire.facts.OperationFacts;
import dev.slipway.wire.facts.ServiceFacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.ClientEndpointProvider;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.client.config.SdkClientConfiguration;
import software.amazon.awssdk.core.client.config.SdkClientOption;
import software.amazon.awssdk.core.http.HttpResponseHandler;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.protocols.json.AwsJsonProtocol;
import software.amazon.awssdk.protocols.json.AwsJsonProtocolFactory;
import software.amazon.awssdk.protocols.json.BaseAwsJsonProtocolFactory;
import software.amazon.awssdk.protocols.json.JsonOperationMetadata;
import software.amazon.awssdk.protocols.query.AwsEc2ProtocolFactory;
import software.amazon.awssdk.protocols.query.AwsQueryProtocolFactory;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/**
 * What AWS's own SDK writes for each operation we read as it was meant, and what we answer the SDK
 * reads as we meant it.
 */
class SdkAgreementTest {
    private static final long SEED = 20260102;
    private static final SdkClientConfiguration CLIENT =
            SdkClientConfiguration.builder()
                    .option(
                            SdkClientOption.CLIENT_ENDPOINT_PROVIDER,
                            ClientEndpointProvider.create(URI.create("http://localhost/"), true))
                    .build();
    private static final AwsJsonProtocolFactory JSON =
            AwsJsonProtocolFactory.builder()
                    .clientConfiguration(CLIENT)
                    .protocol(AwsJsonProtocol.AWS_JSON)
                    .protocolVersion("1.1")
                    .build();
    private static final AwsQueryProtocolFactory QUERY =
            AwsQueryProtocolFactory.builder().clientConfiguration(CLIENT).build();
    private static final AwsEc2ProtocolFactory EC2 =
            AwsEc2ProtocolFactory.builder().clientConfiguration(CLIENT).build();

    @Test
    void ecsAgreesWithTheSdkOnEveryOperation() throws Exception {
        assertThat(agree("ecs", RunTaskRequest.class)).isEqualTo(77);
    }

    @Test
    void logsAgreesWithTheSdkOnEveryOperation() throws Exception {
        assertThat(agree("logs", CreateLogGroupRequest.class)).isGreaterThan(80);
    }

    @Test
    void stsAgreesWithTheSdkOnEveryOperation() throws Exception {
        assertThat(agree("sts", AssumeRoleRequest.class)).isGreaterThan(7);
    }

    @Test
    void ec2AgreesWithTheSdkOnEveryOperation() throws Exception {
        assertThat(agree("ec2", DescribeVpcsRequest.class)).isGreaterThan(600);
    }

    private static int agree(String service, Class<?> member) throws Exception {
        ServiceFacts facts = ServiceFacts.of(service);
        SeededValues values = new SeededValues(SEED);
        List<String> operations = operations(member);
        for (String operation : operations) {
            SdkPojo input = values.fill(builder(member, operation + "Request"));
            SdkPojo output = values.fill(builder(member, operation + "Response"));
            switch (facts.dialect()) {
                case JSON -> json(member, operation, facts, input, output);
                case QUERY, EC2 -> query(member, operation, facts, input, output);
            }
        }
        return operations.size();
    }

    private static void json(
            Class<?> member, String operation, ServiceFacts facts, SdkPojo input, SdkPojo output)
            throws Exception {
        SdkHttpFullRequest sent =
                marshalled(member, operation, BaseAwsJsonProtocolFactory.class, JSON, input);
        assertThat(sent.firstMatchingHeader("X-Amz-Target"))
                .hasValueSatisfying(
                        target ->
                                assertThat(target)
                                        .isEqualToIgnoringCase(
                                                facts.targetPrefix() + "." + operation));
        byte[] body;
        try (InputStream in = sent.contentStreamProvider().orElseThrow().newStream()) {
            body = in.readAllBytes();
        }
        Protocol protocol = JsonProtocol.of(incoming(body));
        SdkPojo read = protocol.decode(incoming(body), builder(member, operation + "Request"));
        assertThat(read.equalsBySdkFields(input)).as("%s: %s", operation, read).isTrue();

        Reply reply = protocol.encode(facts, facts(facts, operation), output, "id");
        JsonOperationMetadata metadata =
                JsonOperationMetadata.builder()
                        .isPayloadJson(true)
                        .hasStreamingSuccessResponse(false)
                        .build();
        SdkPojo answered =
                handled(
                        JSON.createResponseHandler(
                                metadata, supplier(member, operation + "Response")),
                        reply);
        assertThat(answered.equalsBySdkFields(output)).as("%s: %s", operation, answered).isTrue();
    }

    private static void query(
            Class<?> member, String operation, ServiceFacts facts, SdkPojo input, SdkPojo output)
            throws Exception {
        boolean ec2 = facts.service().equals("ec2");
        AwsQueryProtocolFactory factory = ec2 ? EC2 : QUERY;
        SdkHttpFullRequest sent =
                marshalled(member, operation, AwsQueryProtocolFactory.class, factory, input);
        byte[] form = form(sent.rawQueryParameters()).getBytes(StandardCharsets.UTF_8);
        Form read = Form.of(incoming(form));
        // The classes of some operations are named in another case than the operations.
        assertThat(read.action()).isEqualToIgnoringCase(operation);
        assertThat(read.version()).isEqualTo(facts.apiVersion());
        Protocol protocol =
                ec2 ? new Ec2Protocol(read) : new QueryProtocol(read, facts.xmlNamespace());
        SdkPojo decoded = protocol.decode(incoming(form), builder(member, operation + "Request"));
        assertThat(decoded.equalsBySdkFields(input))
                .as("%s: %s%n%s", operation, input, decoded)
                .isTrue();

        Reply reply = protocol.encode(facts, facts(facts, read.action()), output, "id");
        HttpResponseHandler<AwsResponse> handler =
                factory.createResponseHandler(supplier(member, operation + "Response"));
        SdkPojo answered = handled(handler, reply);
        assertThat(answered.equalsBySdkFields(output))
                .as("%s: %s%n%s", operation, output, answered)
                .isTrue();
    }

    private static OperationFacts facts(ServiceFacts facts, String operation) {
        return facts.operation(operation)
                .orElseGet(() -> new OperationFacts(operation, operation + "Result", ""));
    }

    private static String form(Map<String, List<String>> parameters) {
        StringBuilder form = new StringBuilder();
        parameters.forEach(
                (name, all) ->
                        all.forEach(
                                value ->
                                        form.append(form.isEmpty() ? "" : "&")
                                                .append(name)
                                                .append('=')
                                                .append(
                                                        URLEncoder.encode(
                                                                value == null ? "" : value,
                                                                StandardCharsets.UTF_8))));
        return form.toString();
    }

    private static SdkPojo handled(HttpResponseHandler<? extends SdkPojo> handler, Reply reply)
            throws Exception {
        byte[] bytes = ((Reply.Content.Document) reply.content()).bytes().array();
        SdkHttpFullResponse response =
                SdkHttpFullResponse.builder()
                        .statusCode(reply.status())
                        .content(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
                        .build();
        return handler.handle(response, new ExecutionAttributes());
    }

    private static SdkHttpFullRequest marshalled(
            Class<?> member, String operation, Class<?> factoryType, Object factory, SdkPojo input)
            throws ReflectiveOperationException {
        Class<?> marshaller =
                Class.forName(
                        member.getPackageName().replace(".model", ".transform.")
                                + operation
                                + "RequestMarshaller");
        Object made = marshaller.getConstructor(factoryType).newInstance(factory);
        return (SdkHttpFullRequest)
                marshaller.getMethod("marshall", Object.class).invoke(made, input);
    }

    private static Incoming incoming(byte[] body) {
        return new Incoming("POST", "/", "", Map.of(), body, "127.0.0.1", Instant.EPOCH);
    }

    private static Supplier<SdkPojo> supplier(Class<?> member, String name) {
        return () -> {
            try {
                return builder(member, name);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(name, e);
            }
        };
    }

    private static SdkPojo builder(Class<?> member, String name)
            throws ReflectiveOperationException {
        return (SdkPojo)
                Class.forName(member.getPackageName() + "." + name)
                        .getMethod("builder")
                        .invoke(null);
    }

    private static List<String> operations(Class<?> member) throws IOException {
        String path = member.getProtectionDomain().getCodeSource().getLocation().getPath();
        List<String> operations = new ArrayList<>();
        try (JarFile jar = new JarFile(path)) {
            jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith("RequestMarshaller.class"))
                    .map(name -> name.substring(name.lastIndexOf('/') + 1))
                    .map(name -> name.replace("RequestMarshaller.class", ""))
                    .sorted()
                    .forEach(operations::add);
        }
        return operations;
    }
}
