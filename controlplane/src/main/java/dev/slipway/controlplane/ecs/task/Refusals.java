package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.ecs.grammar.EcsError;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import java.util.List;
import java.util.Map;

/** The errors about tasks. */
final class Refusals {
    private Refusals() {}

    static AwsException blank(String what) {
        return EcsError.invalidParameter(what + " can not be blank.");
    }

    static AwsException badCount() {
        return EcsError.invalidParameter("Count must be between 1 and 10.");
    }

    static AwsException notFound() {
        return EcsError.invalidParameter("The referenced task was not found.");
    }

    static AwsException badTaskId() {
        return EcsError.invalidParameter("taskId length should be one of [32,36]");
    }

    static AwsException otherCluster(String named, String cluster) {
        return EcsError.invalidParameter(
                "Invalid identifier: Identifier is for cluster "
                        + named
                        + ". Your cluster is "
                        + cluster);
    }

    static AwsException tooMany(String what, int most) {
        return EcsError.invalidParameter(what + " cannot have more than " + most + " items.");
    }

    static AwsException tooLong(String what, int most) {
        return EcsError.invalidParameter(what + " cannot be longer than " + most + " characters.");
    }

    static AwsException unknownValue(String field, String value, String valid) {
        return EcsError.invalidParameter(
                "Invalid value '" + value + "' for " + field + ". Valid values: " + valid + ".");
    }

    static AwsException launchTypeAndStrategy() {
        return EcsError.invalidParameter(
                "Specifying both a launch type and capacity provider strategy is not supported."
                        + " Remove one and try again.");
    }

    static AwsException networkMissing() {
        return EcsError.invalidParameter(
                "Network Configuration must be provided when networkMode 'awsvpc' is specified.");
    }

    static AwsException networkNotValid() {
        return EcsError.invalidParameter(
                "Network Configuration is not valid for the given networkMode of this task"
                        + " definition.");
    }

    static AwsException notFargate() {
        return EcsError.invalidParameter("Task definition does not support launch_type FARGATE.");
    }

    /** What a cluster without EC2 machines answers to the EC2 launch type. */
    static AwsException noContainerInstances() {
        return EcsError.invalidParameter("No Container Instances were found in your cluster.");
    }

    static AwsException notOnFargate(String what) {
        return EcsError.invalidParameter(what + " are not supported with the FARGATE launch type.");
    }

    /** Running it with the field left out would be a lie. */
    static AwsException unsupported(String definition, List<String> fields) {
        return EcsError.client(
                "Slipway cannot run task definition "
                        + definition
                        + " yet: not supported: "
                        + String.join(", ", fields)
                        + ".");
    }

    static AwsException unsupportedOverride(String field) {
        return EcsError.client("Slipway does not support the override '" + field + "' yet.");
    }

    static AwsException unknownContainer(String name) {
        return EcsError.invalidParameter(
                "Override for container named "
                        + name
                        + " is not a container in the TaskDefinition.");
    }

    static AwsException containerTwice(String name) {
        return EcsError.invalidParameter(
                "Container named " + name + " is overridden more than once.");
    }

    static AwsException overridesTooLong() {
        return EcsError.invalidParameter(
                "The overrides are longer than the 8192 characters that are allowed.");
    }

    static AwsException reservationTooBig(String container) {
        return EcsError.client(
                "Invalid setting for container '"
                        + container
                        + "'. 'memory' must be greater than 'memoryReservation'.");
    }

    static AwsException nulCharacter(String field) {
        return EcsError.invalidParameter("'" + field + "' has a NUL character.");
    }

    static AwsException containersTooBig(String what) {
        return EcsError.client(
                "The sum of all container '"
                        + what
                        + "' values cannot be greater than the value of the task '"
                        + what
                        + "'.");
    }

    static AwsException badEphemeralStorage() {
        return EcsError.invalidParameter("ephemeralStorage.sizeInGiB must be between 21 and 200.");
    }

    static AwsException badRole(String field, String value) {
        return EcsError.client("Invalid '" + field + "': '" + value + "' is not a role ARN.");
    }

    /** A task that ExecuteCommand cannot enter must not say that it can. */
    static AwsException noExec() {
        return EcsError.unsupportedFeature(
                "Slipway does not support ECS Exec yet: enableExecuteCommand must be false.");
    }

    static AwsException unknownPlatform() {
        return AwsError.of("PlatformUnknownException", "The specified platform does not exist.")
                .asException();
    }

    static AwsException subnet(String id) {
        return EcsError.invalidParameter(
                "Error retrieving subnet information for ["
                        + id
                        + "]: The subnet ID '"
                        + id
                        + "' does not exist");
    }

    static AwsException subnetsOfManyVpcs() {
        return EcsError.invalidParameter("All subnets must belong to the same VPC.");
    }

    static AwsException securityGroup(String id) {
        return EcsError.invalidParameter(
                "Error retrieving security group information for ["
                        + id
                        + "]: The security group '"
                        + id
                        + "' does not exist");
    }

    static AwsException securityGroupElsewhere(String id) {
        return EcsError.invalidParameter(
                "Security group "
                        + id
                        + " does not appear to belong to the same VPC as the input subnets.");
    }

    static AwsException capacity() {
        return EcsError.client(
                "Capacity is unavailable at this time. Please try again later or in a different"
                        + " availability zone");
    }

    static AwsException vcpuQuota() {
        return EcsError.client(
                "You've reached the limit on the number of vCPUs you can run concurrently");
    }

    static AwsException provisioningQuota(int most) {
        return EcsError.client(
                "You've reached the limit on the number of tasks in the PROVISIONING state: "
                        + most
                        + ".");
    }

    static AwsException tokenReused(List<String> arns) {
        return new AwsError(
                        "ConflictException",
                        400,
                        "The clientToken was already used with different parameters.",
                        Map.of("resourceIds", arns))
                .asException();
    }

    static AwsException badToken() {
        return EcsError.invalidParameter(
                "clientToken must be 1 to 64 characters in the range of ASCII 33 to 126.");
    }

    static AwsException badStartedBy() {
        return EcsError.invalidParameter(
                "startedBy can be up to 128 letters, numbers, hyphens, forward slashes and"
                        + " underscores.");
    }

    static AwsException badGroup() {
        return EcsError.invalidParameter(
                "Invalid group: it can be up to 255 characters, and names that start with"
                        + " 'service:' are reserved for services.");
    }

    static AwsException propagateFromService() {
        return EcsError.invalidParameter(
                "Tags can only be propagated from a service to its tasks: propagateTags SERVICE is"
                        + " not valid here.");
    }

    static AwsException tooManyTags() {
        return EcsError.invalidParameter("A resource can have at most 50 tags.");
    }

    static AwsException startedByAlone() {
        return EcsError.invalidParameter("startedBy must be the only filter.");
    }

    static AwsException noContainerInstance() {
        return EcsError.invalidParameter("The referenced container instance was not found.");
    }

    static AwsException serviceNotFound() {
        return AwsError.of("ServiceNotFoundException", "Service not found.").asException();
    }

    static AwsException badExpiry() {
        return EcsError.invalidParameter("expiresInMinutes must be between 1 and 2880.");
    }
}
