package dev.slipway.controlplane.ecs.cluster;

import java.util.Optional;

/**
 * How ExecuteCommand sessions in a cluster are logged and sealed.
 *
 * @param kmsKeyId empty for none
 * @param logging {@code NONE}, {@code DEFAULT} (the task's awslogs configuration) or {@code
 *     OVERRIDE} (what {@code log} says)
 * @param log only with OVERRIDE
 */
public record ExecConfiguration(String kmsKeyId, String logging, Optional<Log> log) {

    /** Empty texts are absent destinations. */
    public record Log(
            String cloudWatchLogGroupName,
            boolean cloudWatchEncryptionEnabled,
            String s3BucketName,
            boolean s3EncryptionEnabled,
            String s3KeyPrefix) {}
}
