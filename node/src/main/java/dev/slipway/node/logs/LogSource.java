package dev.slipway.node.logs;

import dev.slipway.nodelink.ContainerPlan.LogPlan;
import java.nio.file.Path;

/**
 * A container's output.
 *
 * @param file where conmon writes it
 * @param account whose log group it goes to
 */
public record LogSource(Path file, String account, LogPlan plan, LogWriter writer) {}
