package dev.slipway.conformance;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Clients that ask once: what they were not answered may have happened or not, and they say so
 * instead of asking again. They stay good over restarts of the server.
 */
record Clients(EcsClient ecs, Ec2Client ec2, CloudWatchLogsClient logs) {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    static Clients of(SlipwayServer server) {
        return new Clients(
                once(server, EcsClient.builder()),
                once(server, Ec2Client.builder()),
                once(server, CloudWatchLogsClient.builder()));
    }

    private static <B extends AwsClientBuilder<B, C>, C extends SdkAutoCloseable> C once(
            SlipwayServer server, B builder) {
        return server.client(
                builder.overrideConfiguration(
                        c ->
                                c.retryStrategy(AwsRetryStrategy.doNotRetry())
                                        .apiCallTimeout(PATIENCE)),
                StaticCredentialsProvider.create(server.credentials()));
    }
}
