package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.ecs.grammar.EcsError;
import dev.slipway.wire.AwsException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The task sizes that Fargate sells, and the texts that say a size. */
public final class FargateSizes {
    private static final Pattern SIZE = Pattern.compile("\\s*(\\d*\\.?\\d+)\\s*([A-Za-z]*)\\s*");
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

    private FargateSizes() {}

    /**
     * CPU units from {@code 1024}, {@code 1 vCPU} or {@code .25 vCPU}; empty for an empty text.
     *
     * @throws AwsException ClientException when the text is neither
     */
    public static Optional<Integer> cpu(String text) {
        return size(text, "vcpu", "cpu");
    }

    /**
     * MiB from {@code 2048}, {@code 2GB} or {@code 0.5 GB}; empty for an empty text.
     *
     * @throws AwsException ClientException when the text is neither
     */
    public static Optional<Integer> memory(String text) {
        return size(text, "gb", "memory");
    }

    private static Optional<Integer> size(String text, String unit, String field) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches() || matcher.group(1).length() > 12) {
            throw invalid(field);
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String given = matcher.group(2);
        if (given.equalsIgnoreCase(unit)) {
            number = number.multiply(KIBI);
        } else if (!given.isEmpty()) {
            throw invalid(field);
        }
        try {
            int value = number.intValueExact();
            if (value > 0) {
                return Optional.of(value);
            }
        } catch (ArithmeticException notWhole) {
            throw invalid(field);
        }
        throw invalid(field);
    }

    private static AwsException invalid(String field) {
        return EcsError.client(
                "Invalid '"
                        + field
                        + "' setting for task. For more information, see the Troubleshooting"
                        + " section of the Amazon ECS Developer Guide.");
    }

    /**
     * @throws AwsException ClientException when Fargate does not sell the pair
     */
    public static void requireSold(int cpu, int memoryMib) {
        if (!sold(cpu, memoryMib)) {
            throw EcsError.client(
                    "No Fargate configuration exists for given values: "
                            + cpu
                            + " CPU, "
                            + memoryMib
                            + " memory. See the Amazon ECS documentation for the valid values.");
        }
    }

    static boolean sold(int cpu, int memoryMib) {
        return switch (cpu) {
            case 256 -> memoryMib == 512 || memoryMib == 1024 || memoryMib == 2048;
            case 512 -> stepped(memoryMib, 1024, 4096, 1024);
            case 1024 -> stepped(memoryMib, 2048, 8192, 1024);
            case 2048 -> stepped(memoryMib, 4096, 16_384, 1024);
            case 4096 -> stepped(memoryMib, 8192, 30_720, 1024);
            case 8192 -> stepped(memoryMib, 16_384, 61_440, 4096);
            case 16_384 -> stepped(memoryMib, 32_768, 122_880, 8192);
            case 32_768 -> memoryMib == 61_440 || memoryMib == 122_880 || memoryMib == 249_856;
            default -> false;
        };
    }

    private static boolean stepped(int value, int from, int to, int step) {
        return value >= from && value <= to && (value - from) % step == 0;
    }
}
