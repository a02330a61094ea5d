package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.ecs.taskdefinition.ContainerSpec.FirelensConfiguration;
import dev.slipway.controlplane.ecs.taskdefinition.ContainerSpec.LogConfiguration;
import dev.slipway.wire.AwsException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What AWS asks of log drivers and log routers. */
final class LogRules {
    static final String STREAM_PREFIX = "awslogs-stream-prefix";

    private static final List<String> DRIVERS =
            List.of(
                    "json-file",
                    "syslog",
                    "journald",
                    "gelf",
                    "fluentd",
                    "awslogs",
                    "splunk",
                    "awsfirelens");
    private static final List<String> AWSLOGS_OPTIONS =
            List.of(
                    "awslogs-create-group",
                    "awslogs-datetime-format",
                    "awslogs-endpoint",
                    "awslogs-group",
                    "awslogs-multiline-pattern",
                    "awslogs-region",
                    STREAM_PREFIX,
                    "max-buffer-size",
                    "mode");
    private static final Pattern BUFFER = Pattern.compile("[1-9]\\d{0,8}([kKmMgG][bB]?)?");

    private LogRules() {}

    /**
     * @throws AwsException ClientException for the first rule that is broken
     */
    static void check(ContainerSpec container) {
        container.logConfiguration().ifPresent(log -> check(container.name(), log));
        container.firelensConfiguration().ifPresent(router -> router(container.name(), router));
    }

    private static void check(String container, LogConfiguration log) {
        if (!DRIVERS.contains(log.logDriver())) {
            throw Refusals.container(
                    container,
                    "'logConfiguration.logDriver' must be one of "
                            + String.join(", ", DRIVERS)
                            + ".");
        }
        for (NameAndValue secret : log.secretOptions()) {
            ContainerRules.secret(container, "logConfiguration.secretOptions", secret);
        }
        mode(container, log.options());
        if (log.logDriver().equals("awslogs")) {
            awslogs(container, log.options());
        }
        if (log.logDriver().equals("splunk")) {
            splunk(log);
        }
    }

    private static void mode(String container, Map<String, String> options) {
        if (!List.of("blocking", "non-blocking")
                .contains(options.getOrDefault("mode", "blocking"))) {
            throw Refusals.container(
                    container, "'logConfiguration.options' mode must be blocking or non-blocking.");
        }
        if (!BUFFER.matcher(options.getOrDefault("max-buffer-size", "1m")).matches()) {
            throw Refusals.container(
                    container,
                    "'logConfiguration.options' max-buffer-size must be a size such as 10m.");
        }
    }

    private static void awslogs(String container, Map<String, String> options) {
        if (options.getOrDefault("awslogs-region", "").isEmpty()
                || options.getOrDefault("awslogs-group", "").isEmpty()) {
            throw Refusals.document(
                    "Log driver awslogs requires options: awslogs-region, awslogs-group");
        }
        TreeSet<String> unknown = new TreeSet<>(options.keySet());
        AWSLOGS_OPTIONS.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw Refusals.document(
                    "Log driver awslogs disallows options: " + String.join(", ", unknown));
        }
        if (options.containsKey("awslogs-datetime-format")
                && options.containsKey("awslogs-multiline-pattern")) {
            throw Refusals.container(
                    container,
                    "'logConfiguration.options' can have awslogs-datetime-format or"
                            + " awslogs-multiline-pattern, not both.");
        }
        try {
            Pattern.compile(options.getOrDefault("awslogs-multiline-pattern", ""));
        } catch (PatternSyntaxException e) {
            throw Refusals.container(
                    container,
                    "'logConfiguration.options' awslogs-multiline-pattern is not a regular"
                            + " expression: "
                            + e.getDescription()
                            + ".");
        }
        if (!List.of("true", "false")
                .contains(options.getOrDefault("awslogs-create-group", "false"))) {
            throw Refusals.container(
                    container,
                    "'logConfiguration.options' awslogs-create-group must be true or false.");
        }
    }

    private static void splunk(LogConfiguration log) {
        boolean token =
                log.options().containsKey("splunk-token")
                        || log.secretOptions().stream()
                                .anyMatch(s -> s.name().equals("splunk-token"));
        if (!token || !log.options().containsKey("splunk-url")) {
            throw Refusals.document("Log driver splunk requires options: splunk-token, splunk-url");
        }
    }

    private static void router(String container, FirelensConfiguration router) {
        if (!List.of("fluentd", "fluentbit").contains(router.type())) {
            throw Refusals.container(
                    container, "'firelensConfiguration.type' must be fluentd or fluentbit.");
        }
        String source = router.options().getOrDefault("config-file-type", "file");
        if (!List.of("file", "s3").contains(source)) {
            throw Refusals.container(
                    container, "'firelensConfiguration.options' config-file-type is not valid.");
        }
    }

    /** Whether the log routers of a task and those who log through them belong together. */
    static void checkRouters(List<ContainerSpec> containers) {
        long routers =
                containers.stream().filter(c -> c.firelensConfiguration().isPresent()).count();
        if (routers > 1) {
            throw Refusals.document(
                    "A task definition can have at most one firelensConfiguration.");
        }
        for (ContainerSpec container : containers) {
            boolean routed =
                    container
                            .logConfiguration()
                            .filter(log -> log.logDriver().equals("awsfirelens"))
                            .isPresent();
            if (routed && routers == 0) {
                throw Refusals.container(
                        container.name(),
                        "'logConfiguration.logDriver' awsfirelens needs a container with a"
                                + " firelensConfiguration in the task definition.");
            }
        }
    }
}
