package dev.slipway.node.image;

import java.util.regex.Pattern;

/**
 * An image's name in Docker's normal form: {@code nginx} is {@code docker.io/library/nginx:latest}.
 *
 * @param registry host and port
 * @param repository path in the registry
 * @param tag empty when there is a digest
 * @param digest empty unless the name pins one
 */
record ImageName(String registry, String repository, String tag, String digest) {
    static final String DOCKER = "docker.io";
    private static final Pattern REPOSITORY =
            Pattern.compile(
                    "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final Pattern REGISTRY =
            Pattern.compile(
                    "[A-Za-z0-9][A-Za-z0-9-]*(?:\\.[A-Za-z0-9][A-Za-z0-9-]*)*(?::[0-9]{1,5})?"
                            + "|\\[[0-9a-fA-F:]+](?::[0-9]{1,5})?");

    static ImageName parse(String text) throws ImageException {
        String rest = text;
        String digest = "";
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = rest.substring(at + 1);
            rest = rest.substring(0, at);
            if (!Digests.wellFormed(digest)) {
                throw invalid(text);
            }
        }
        String registry = DOCKER;
        int slash = rest.indexOf('/');
        if (slash > 0) {
            String first = rest.substring(0, slash);
            if (first.contains(".") || first.contains(":") || first.equals("localhost")) {
                registry = first.equals("index.docker.io") ? DOCKER : first;
                rest = rest.substring(slash + 1);
            }
        }
        String tag = "";
        int colon = rest.lastIndexOf(':');
        if (colon >= 0) {
            tag = rest.substring(colon + 1);
            rest = rest.substring(0, colon);
            if (!TAG.matcher(tag).matches()) {
                throw invalid(text);
            }
        }
        if (registry.equals(DOCKER) && !rest.contains("/")) {
            rest = "library/" + rest;
        }
        if (!REPOSITORY.matcher(rest).matches() || !REGISTRY.matcher(registry).matches()) {
            throw invalid(text);
        }
        // A digest says it all; Docker ignores a tag beside it.
        return new ImageName(
                registry, rest, digest.isEmpty() ? tag.isEmpty() ? "latest" : tag : "", digest);
    }

    private static ImageException invalid(String text) {
        return new ImageException("invalid reference format: " + text);
    }

    /** What the registry is asked for. */
    String reference() {
        return digest.isEmpty() ? tag : digest;
    }

    ImageName at(String pinned) {
        return new ImageName(registry, repository, "", pinned);
    }

    @Override
    public String toString() {
        return registry + "/" + repository + (digest.isEmpty() ? ":" + tag : "@" + digest);
    }

    /** Whether the registry is on this machine, reached by loopback. */
    boolean isLocal() {
        return loopback(registry.replaceFirst(":[0-9]+$", ""));
    }

    static boolean loopback(String host) {
        return host.equals("localhost")
                || host.equals("[::1]")
                || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    /** Host and port of the registry's API. */
    String authority() {
        return registry.equals(DOCKER) ? "registry-1.docker.io" : registry;
    }
}
