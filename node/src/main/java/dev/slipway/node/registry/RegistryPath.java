package dev.slipway.node.registry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request is about.
 *
 * @param repository empty where it is about none
 * @param reference digest, tag or upload; empty where it is about none
 */
record RegistryPath(Kind kind, String repository, String reference) {
    private static final String COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private static final Pattern NAMED =
            Pattern.compile(
                    "/v2/("
                            + COMPONENT
                            + "(?:/"
                            + COMPONENT
                            + ")*)"
                            + "/(manifests|blobs|tags|referrers)/(.*)");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Pattern UPLOAD = Pattern.compile("[0-9a-f]{32}");
    private static final int LONGEST_NAME = 200;

    enum Kind {
        BASE,
        CATALOG,
        TAGS,
        MANIFEST,
        BLOB,
        UPLOADS,
        UPLOAD,
        REFERRERS
    }

    static RegistryPath parse(String path) throws RegistryRefusal {
        if (path.equals("/v2/") || path.equals("/v2")) {
            return new RegistryPath(Kind.BASE, "", "");
        }
        if (path.equals("/v2/_catalog")) {
            return new RegistryPath(Kind.CATALOG, "", "");
        }
        Matcher named = NAMED.matcher(path);
        if (!named.matches() || named.group(1).length() > LONGEST_NAME) {
            throw RegistryRefusal.noSuchPath();
        }
        String repository = named.group(1);
        String rest = named.group(3);
        return switch (named.group(2)) {
            case "tags" -> of(Kind.TAGS, repository, rest, rest.equals("list"));
            case "referrers" -> of(Kind.REFERRERS, repository, rest, isDigest(rest));
            case "manifests" ->
                    of(
                            Kind.MANIFEST,
                            repository,
                            rest,
                            isDigest(rest) || TAG.matcher(rest).matches());
            default -> blob(repository, rest);
        };
    }

    private static RegistryPath blob(String repository, String rest) throws RegistryRefusal {
        if (rest.equals("uploads/") || rest.equals("uploads")) {
            return new RegistryPath(Kind.UPLOADS, repository, "");
        }
        if (rest.startsWith("uploads/")) {
            String id = rest.substring("uploads/".length());
            return of(Kind.UPLOAD, repository, id, UPLOAD.matcher(id).matches());
        }
        if (!isDigest(rest)) {
            throw RegistryRefusal.digest(rest);
        }
        return new RegistryPath(Kind.BLOB, repository, rest);
    }

    private static RegistryPath of(Kind kind, String repository, String reference, boolean good)
            throws RegistryRefusal {
        if (!good) {
            throw RegistryRefusal.noSuchPath();
        }
        return new RegistryPath(kind, repository, reference);
    }

    static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }
}
