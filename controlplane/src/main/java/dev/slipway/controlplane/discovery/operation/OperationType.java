package dev.slipway.controlplane.discovery.operation;

/** What an operation did; the names are AWS's. */
public enum OperationType {
    CREATE_NAMESPACE,
    UPDATE_NAMESPACE,
    DELETE_NAMESPACE,
    UPDATE_SERVICE,
    REGISTER_INSTANCE,
    DEREGISTER_INSTANCE
}
