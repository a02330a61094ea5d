package dev.slipway.node.image;

/** What this machine can run. */
final class Platform {
    private Platform() {}

    /** In the words of OCI: {@code amd64}, {@code arm64}. */
    static String architecture() {
        String arch = System.getProperty("os.arch", "");
        return switch (arch) {
            case "aarch64" -> "arm64";
            case "x86_64" -> "amd64";
            default -> arch;
        };
    }
}
