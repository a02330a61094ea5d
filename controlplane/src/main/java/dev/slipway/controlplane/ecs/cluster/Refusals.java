package dev.slipway.controlplane.ecs.cluster;

import dev.slipway.controlplane.ecs.grammar.EcsError;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;

/** The errors about clusters. */
final class Refusals {
    private Refusals() {}

    static AwsException notFound() {
        return AwsError.of("ClusterNotFoundException", "Cluster not found.").asException();
    }

    static AwsException inactive() {
        return AwsError.of("ClusterNotFoundException", "The referenced cluster was inactive.")
                .asException();
    }

    static AwsException badName() {
        return EcsError.invalidParameter(
                "Invalid cluster name. It must be 1 to 255 letters, numbers, hyphens and"
                        + " underscores.");
    }

    static AwsException clusterRequired() {
        return EcsError.invalidParameter("Cluster can not be blank.");
    }

    static AwsException settingsRequired() {
        return EcsError.invalidParameter("settings can not be empty.");
    }

    static AwsException capacityRequired() {
        return EcsError.invalidParameter(
                "capacityProviders and defaultCapacityProviderStrategy must be given; an empty list"
                        + " removes what is there.");
    }

    /** What AWS says where a deleted cluster's tags are asked for. */
    static AwsException inactiveForTags() {
        return EcsError.invalidParameter(
                "The specified cluster is inactive. Specify an active cluster and try again.");
    }

    static AwsException containsTasks() {
        return AwsError.of(
                        "ClusterContainsTasksException",
                        "The Cluster cannot be deleted while Tasks are active.")
                .asException();
    }

    static AwsException containsServices() {
        return AwsError.of(
                        "ClusterContainsServicesException",
                        "The Cluster cannot be deleted while Services are active.")
                .asException();
    }

    static AwsException capacityProviderInUse(String name) {
        return AwsError.of(
                        "ResourceInUseException",
                        "The specified capacity provider is in use and cannot be removed: "
                                + name
                                + ".")
                .asException();
    }

    static AwsException unknownSetting(String name) {
        return EcsError.invalidParameter(
                "Invalid cluster setting name '" + name + "'. Valid names: containerInsights.");
    }

    static AwsException badContainerInsights(String value) {
        return EcsError.invalidParameter(
                "Invalid value '"
                        + value
                        + "' for cluster setting containerInsights. Valid values: enabled,"
                        + " disabled, enhanced.");
    }

    static AwsException badExec(String what) {
        return EcsError.invalidParameter("Invalid executeCommandConfiguration: " + what);
    }

    /** Taking the key and then not using it would be a lie about encryption. */
    static AwsException managedStorage() {
        return EcsError.invalidParameter(
                "configuration.managedStorageConfiguration is not supported: storage keys of KMS"
                        + " are not available here.");
    }

    static AwsException serviceConnect(String namespace) {
        return AwsError.of(
                        "NamespaceNotFoundException",
                        "The Service Connect namespace '"
                                + namespace
                                + "' was not found: serviceConnectDefaults needs Cloud Map, which"
                                + " is not available here.")
                .asException();
    }
}
