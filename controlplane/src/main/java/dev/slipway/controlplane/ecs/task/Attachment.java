package dev.slipway.controlplane.ecs.task;

/**
 * The task's elastic network interface as its user sees it.
 *
 * @param id of the attachment, a UUID
 * @param interfaceId {@code eni-...}
 */
public record Attachment(
        String id,
        Status status,
        String interfaceId,
        String subnetId,
        String macAddress,
        String privateDnsName,
        String privateAddress) {

    /** In the order in which it passes through. */
    public enum Status {
        PRECREATED,
        ATTACHING,
        ATTACHED,
        DETACHING,
        DELETED
    }

    Attachment advanced(Status to) {
        return to.compareTo(status) <= 0
                ? this
                : new Attachment(
                        id, to, interfaceId, subnetId, macAddress, privateDnsName, privateAddress);
    }
}
