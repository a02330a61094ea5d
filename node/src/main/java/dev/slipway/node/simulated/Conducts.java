package dev.slipway.node.simulated;

import dev.slipway.node.simulated.Conduct.Check;
import dev.slipway.node.simulated.Conduct.Point;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.ContainerPlan.HealthCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a container's conduct from what its task definition says. Pure. */
final class Conducts {
    static final String PREFIX = "SLIPWAY_SIMULATE_";
    private static final String OOM = "OutOfMemoryError: Container killed due to memory usage";

    private Conducts() {}

    static Conduct of(ContainerPlan plan, Conduct usual) {
        Conduct conduct = byCommand(plan, usual);
        if (plan.image().contains("does-not-exist")) {
            conduct = failing(conduct, "pull", plan);
        }
        Map<String, String> env = plan.environment();
        if (env.containsKey(PREFIX + "EXIT_CODE")) {
            conduct = conduct.exiting((int) number(env, "EXIT_CODE", 0));
        }
        if (env.containsKey(PREFIX + "RUN_SECONDS")) {
            conduct = conduct.running(seconds(env, "RUN_SECONDS"), conduct.ending().exitCode());
        }
        if (env.containsKey(PREFIX + "ENDS")) {
            conduct = conduct.endingTimes((int) number(env, "ENDS", 0));
        }
        if (env.containsKey(PREFIX + "PULL_SECONDS")) {
            conduct = conduct.pulling(seconds(env, "PULL_SECONDS"));
        }
        if (env.containsKey(PREFIX + "STOP_SECONDS")) {
            conduct = conduct.stoppingIn(seconds(env, "STOP_SECONDS"));
        }
        if (is(env, "IGNORE_SIGTERM")) {
            conduct = conduct.ignoringStop();
        }
        if (is(env, "OOM")) {
            conduct = conduct.exiting(137).endingBecause(OOM);
        }
        conduct = conduct.checked(checks(plan, env, usual));
        if (env.containsKey(PREFIX + "OUTPUT")) {
            conduct = conduct.writing(env.getOrDefault(PREFIX + "OUTPUT", "").lines().toList());
        }
        if (env.containsKey(PREFIX + "FAIL")) {
            conduct =
                    failing(
                            conduct,
                            env.getOrDefault(PREFIX + "FAIL", "").toLowerCase(Locale.ROOT),
                            plan);
        }
        return conduct;
    }

    /** As the environment says; else as the check's command, where it is one that we know. */
    private static List<Check> checks(ContainerPlan plan, Map<String, String> env, Conduct usual) {
        List<Check> said = new ArrayList<>();
        for (String word : env.getOrDefault(PREFIX + "HEALTH", "").split(",")) {
            switch (word.strip().toLowerCase(Locale.ROOT)) {
                case "pass" -> said.add(Check.PASS);
                case "fail" -> said.add(Check.FAIL);
                case "hang" -> said.add(Check.HANG);
                default -> {}
            }
        }
        if (!said.isEmpty() || plan.lifecycle().healthCheck().isEmpty()) {
            return said;
        }
        HealthCheck check = plan.lifecycle().healthCheck().get();
        Conduct.Ending ending = byWords(check.command(), usual).ending();
        Duration takes = ending.runsFor().orElse(Duration.ZERO);
        if (takes.compareTo(Duration.ofSeconds(check.timeoutSeconds())) > 0) {
            return List.of(Check.HANG);
        }
        return List.of(ending.exitCode() == 0 ? Check.PASS : Check.FAIL);
    }

    private static Conduct failing(Conduct conduct, String where, ContainerPlan plan) {
        return switch (where) {
            case "network" ->
                    conduct.failing(
                            Point.NETWORK,
                            "ResourceInitializationError",
                            "the network interface could not be attached");
            case "pull" ->
                    conduct.failing(
                            Point.PULL,
                            "CannotPullContainerError",
                            "pull image manifest has been retried 1 time(s): failed to resolve ref "
                                    + plan.image()
                                    + ": not found");
            case "create" ->
                    conduct.failing(
                            Point.CREATE,
                            "CannotCreateContainerError",
                            "the simulated runtime refused");
            case "start" ->
                    conduct.failing(
                            Point.START,
                            "CannotStartContainerError",
                            "failed to create task for container: exec: \""
                                    + first(plan)
                                    + "\": executable file not found in $PATH");
            case "renew" ->
                    conduct.failing(
                            Point.RENEW,
                            "ContainerRuntimeError",
                            "the simulated runtime refused to start it again");
            default -> conduct;
        };
    }

    private static String first(ContainerPlan plan) {
        List<String> words = words(plan);
        return words.isEmpty() ? plan.name() : words.getFirst();
    }

    private static List<String> words(ContainerPlan plan) {
        List<String> words = new ArrayList<>(plan.entryPoint());
        words.addAll(plan.command());
        return words;
    }

    /** The few programs that examples and test suites use. Anything else runs until stopped. */
    private static Conduct byCommand(ContainerPlan plan, Conduct usual) {
        return byWords(words(plan), usual);
    }

    private static Conduct byWords(List<String> words, Conduct usual) {
        if (words.size() == 3 && words.getFirst().endsWith("sh") && words.get(1).equals("-c")) {
            return byScript(words.get(2), usual);
        }
        return byScript(String.join(" ", words), usual);
    }

    private static Conduct byScript(String script, Conduct usual) {
        Duration runs = Duration.ZERO;
        int code = 0;
        List<String> output = new ArrayList<>();
        for (String part : script.split(";|&&|\n")) {
            List<String> words = List.of(part.strip().split("\\s+"));
            String verb = words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
            Optional<Double> argument = words.size() > 1 ? parse(words.get(1)) : Optional.empty();
            if (verb.isEmpty()) {
                continue;
            }
            switch (verb) {
                case "true" -> code = 0;
                case "false" -> code = 1;
                case "echo" -> output.add(unquoted(part.strip().substring(4).strip()));
                case "sleep" -> {
                    if (argument.isEmpty()) {
                        return usual.writing(output);
                    }
                    runs = runs.plusMillis((long) (argument.get() * 1000));
                }
                case "exit" -> {
                    return usual.running(runs, argument.orElse((double) code).intValue())
                            .writing(output);
                }
                default -> {
                    return usual.writing(output);
                }
            }
        }
        boolean said = !script.isBlank();
        return said ? usual.running(runs, code).writing(output) : usual;
    }

    private static String unquoted(String text) {
        boolean quoted =
                text.length() > 1
                        && "\"'".indexOf(text.charAt(0)) >= 0
                        && text.charAt(0) == text.charAt(text.length() - 1);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static boolean is(Map<String, String> env, String name) {
        return "true".equalsIgnoreCase(env.get(PREFIX + name));
    }

    private static Duration seconds(Map<String, String> env, String name) {
        return Duration.ofMillis((long) (number(env, name, 0) * 1000));
    }

    private static double number(Map<String, String> env, String name, double otherwise) {
        return Optional.ofNullable(env.get(PREFIX + name))
                .flatMap(Conducts::parse)
                .orElse(otherwise);
    }

    private static Optional<Double> parse(String text) {
        try {
            return Optional.of(Double.parseDouble(text.strip())).filter(n -> n >= 0 && n <= 1e9);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
