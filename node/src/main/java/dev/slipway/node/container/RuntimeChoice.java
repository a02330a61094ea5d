package dev.slipway.node.container;

import java.nio.file.Path;
import java.util.List;

/**
 * The OCI runtime that was chosen, and why.
 *
 * @param name {@code crun}, {@code runc} or the name of what was configured
 * @param program what is executed: the runtime, or a wrapper of ours around it
 * @param version its own first line about itself
 * @param wrapped whether each call goes through a private mount namespace
 * @param reasons in plain words, one per runtime that was looked at
 */
public record RuntimeChoice(
        String name, Path program, String version, boolean wrapped, List<String> reasons) {
    public RuntimeChoice {
        reasons = List.copyOf(reasons);
    }
}
