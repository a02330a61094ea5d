package dev.slipway.controlplane.ec2.zone;

import java.util.List;
import java.util.stream.Stream;

/**
 * @param name such as {@code us-east-1}
 */
record Region(String name) {
    /** AWS's commercial regions; Slipway serves them all from one endpoint, and any other name. */
    private static final List<String> AWS =
            List.of(
                    "af-south-1",
                    "ap-east-1",
                    "ap-northeast-1",
                    "ap-northeast-2",
                    "ap-northeast-3",
                    "ap-south-1",
                    "ap-south-2",
                    "ap-southeast-1",
                    "ap-southeast-2",
                    "ap-southeast-3",
                    "ap-southeast-4",
                    "ca-central-1",
                    "ca-west-1",
                    "eu-central-1",
                    "eu-central-2",
                    "eu-north-1",
                    "eu-south-1",
                    "eu-south-2",
                    "eu-west-1",
                    "eu-west-2",
                    "eu-west-3",
                    "il-central-1",
                    "me-central-1",
                    "me-south-1",
                    "mx-central-1",
                    "sa-east-1",
                    "us-east-1",
                    "us-east-2",
                    "us-west-1",
                    "us-west-2");

    /** AWS's, and the one that the caller is in. */
    static List<Region> all(String callers) {
        return Stream.concat(AWS.stream(), Stream.of(callers))
                .distinct()
                .sorted()
                .map(Region::new)
                .toList();
    }

    String endpoint() {
        return "ec2." + name + ".amazonaws.com";
    }
}
