package dev.slipway.node.registry;

/** A no in the words of OCI's distribution protocol. */
final class RegistryRefusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;

    private RegistryRefusal(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    static RegistryRefusal noSuchPath() {
        return new RegistryRefusal(404, "UNSUPPORTED", "there is nothing at this path");
    }

    static RegistryRefusal method(String method) {
        return new RegistryRefusal(405, "UNSUPPORTED", "the method " + method + " is not for this");
    }

    static RegistryRefusal foreign() {
        return new RegistryRefusal(
                403, "DENIED", "this registry answers to programs of this machine only");
    }

    static RegistryRefusal noSuchRepository(String name) {
        return new RegistryRefusal(
                404, "NAME_UNKNOWN", "repository name not known to registry: " + name);
    }

    static RegistryRefusal noSuchBlob(String digest) {
        return new RegistryRefusal(404, "BLOB_UNKNOWN", "blob unknown to registry: " + digest);
    }

    static RegistryRefusal noSuchManifest(String reference) {
        return new RegistryRefusal(404, "MANIFEST_UNKNOWN", "manifest unknown: " + reference);
    }

    static RegistryRefusal noSuchUpload() {
        return new RegistryRefusal(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");
    }

    static RegistryRefusal digest(String said, String seen) {
        return new RegistryRefusal(
                400,
                "DIGEST_INVALID",
                "provided digest " + said + " did not match uploaded content " + seen);
    }

    static RegistryRefusal digest(String said) {
        return new RegistryRefusal(400, "DIGEST_INVALID", "not a sha256 digest: " + said);
    }

    static RegistryRefusal manifest(String why) {
        return new RegistryRefusal(400, "MANIFEST_INVALID", "manifest invalid: " + why);
    }

    static RegistryRefusal blobOfManifest(String digest) {
        return new RegistryRefusal(
                400, "MANIFEST_BLOB_UNKNOWN", "manifest references unknown " + digest);
    }

    static RegistryRefusal tooLarge(long most) {
        return new RegistryRefusal(413, "SIZE_INVALID", "more than " + most + " bytes");
    }

    static RegistryRefusal range(String why) {
        return new RegistryRefusal(416, "BLOB_UPLOAD_INVALID", why);
    }

    static RegistryRefusal busy() {
        return new RegistryRefusal(429, "TOOMANYREQUESTS", "too many uploads are under way");
    }

    static RegistryRefusal noSpace() {
        return new RegistryRefusal(
                507, "UNAVAILABLE", "no space left on the disk of this registry");
    }
}
