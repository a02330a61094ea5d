package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/** Who calls, and who may not, in each protocol's own words. */
final class SdkIdentityTest {
    @RegisterExtension static final SlipwayServer server = SlipwayServer.simulated();

    private static StaticCredentialsProvider wrongSecret() {
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create(server.credentials().accessKeyId(), "not-the-secret"));
    }

    private static StaticCredentialsProvider unknownKey() {
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "anything"));
    }

    @Test
    void theRootKeySpeaksForTheAccount() {
        GetCallerIdentityResponse who = server.sts().getCallerIdentity();
        assertThat(who.account()).isEqualTo("123456789012");
        assertThat(who.userId()).isEqualTo("123456789012");
        assertThat(who.arn()).isEqualTo("arn:aws:iam::123456789012:root");
    }

    @Test
    void answersCarryRequestIds() {
        assertThat(server.sts().getCallerIdentity().responseMetadata().requestId()).isNotBlank();
        assertThat(server.ecs().listClusters().responseMetadata().requestId()).isNotBlank();
    }

    @Test
    void aWrongSecretIsRefusedInTheWordsOfEachProtocol() {
        assertThatExceptionOfType(EcsException.class)
                .isThrownBy(() -> server.client(EcsClient.builder(), wrongSecret()).listClusters())
                .satisfies(
                        e -> {
                            assertThat(e.awsErrorDetails().errorCode())
                                    .isEqualTo("InvalidSignatureException");
                            assertThat(e.requestId()).isNotBlank();
                        });
        assertThatExceptionOfType(CloudWatchLogsException.class)
                .isThrownBy(
                        () ->
                                server.client(CloudWatchLogsClient.builder(), wrongSecret())
                                        .describeLogGroups())
                .satisfies(
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("InvalidSignatureException"));
        assertThatExceptionOfType(StsException.class)
                .isThrownBy(
                        () -> server.client(StsClient.builder(), wrongSecret()).getCallerIdentity())
                .satisfies(
                        e -> {
                            assertThat(e.statusCode()).isEqualTo(403);
                            assertThat(e.awsErrorDetails().errorCode())
                                    .isEqualTo("SignatureDoesNotMatch");
                        });
        assertThatExceptionOfType(Ec2Exception.class)
                .isThrownBy(() -> server.client(Ec2Client.builder(), wrongSecret()).describeVpcs())
                .satisfies(
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isIn("AuthFailure", "SignatureDoesNotMatch"));
    }

    @Test
    void anUnknownKeyIsRefused() {
        assertThatExceptionOfType(EcsException.class)
                .isThrownBy(() -> server.client(EcsClient.builder(), unknownKey()).listClusters())
                .satisfies(
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("UnrecognizedClientException"));
        assertThatExceptionOfType(StsException.class)
                .isThrownBy(
                        () -> server.client(StsClient.builder(), unknownKey()).getCallerIdentity())
                .satisfies(
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("InvalidClientTokenId"));
    }

    @Test
    void anUnsignedCallIsRefused() {
        assertThatExceptionOfType(EcsException.class)
                .isThrownBy(
                        () ->
                                server.client(
                                                EcsClient.builder(),
                                                AnonymousCredentialsProvider.create())
                                        .listClusters())
                .satisfies(
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("MissingAuthenticationTokenException"));
    }
}
