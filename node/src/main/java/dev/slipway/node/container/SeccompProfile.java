package dev.slipway.node.container;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;

/**
 * The system calls that a container may make. One table gives both the filter program that crun
 * takes as it is, and the rules that runc compiles by itself at each launch.
 */
final class SeccompProfile {
    private static final int ALLOW = 0x7fff0000;
    private static final int ERRNO = 0x00050000;
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;
    private static final int ARCH_X86_64 = 0xc000003e;
    private static final int X32 = 0x40000000;
    private static final int VSOCK = 40;

    /** CLONE_NEW* but for the time namespace, whose bit is a signal number here. */
    private static final int NEW_NAMESPACES = 0x7e020000;

    private static final int[] PERSONALITIES = {0, 8, 0x20000, 0x20008, -1};

    enum Rule {
        ALLOW,
        REFUSE,
        TRACE,
        CLONE,
        PERSONALITY,
        SOCKET,
        UNKNOWN
    }

    record Call(String name, int number, Rule rule) {}

    private final List<Call> calls;

    private SeccompProfile(List<Call> calls) {
        this.calls = List.copyOf(calls);
    }

    /**
     * The profile for this machine; without any call on a kind of machine that we have none for.
     */
    static SeccompProfile ofThisMachine() {
        if (!System.getProperty("os.arch", "").equals("amd64")) {
            return new SeccompProfile(List.of());
        }
        List<Call> calls = new ArrayList<>();
        try (InputStream in = SeccompProfile.class.getResourceAsStream("seccomp-x86_64.txt")) {
            if (in == null) {
                throw new IllegalStateException("the seccomp profile is not in the jar");
            }
            for (String line :
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                if (!line.startsWith("#")) {
                    String[] part = line.split(" ");
                    Rule rule = Rule.valueOf(part[0].toUpperCase(java.util.Locale.ROOT));
                    calls.add(new Call(part[1], Integer.parseInt(part[2]), rule));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SeccompProfile(calls);
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    List<Call> calls() {
        return calls;
    }

    /** The filter program, as crun's annotation wants it. */
    String program(boolean mayTrace) {
        var numbers = new TreeMap<Integer, Rule>();
        numbers.put(0, Rule.UNKNOWN);
        for (Call call : calls) {
            numbers.put(call.number(), effective(call.rule(), mayTrace));
            numbers.putIfAbsent(call.number() + 1, Rule.UNKNOWN);
        }
        List<Integer> starts = new ArrayList<>();
        List<Rule> rules = new ArrayList<>();
        numbers.forEach(
                (number, rule) -> {
                    if (rules.isEmpty() || rules.getLast() != rule) {
                        starts.add(number);
                        rules.add(rule);
                    }
                });
        List<Instruction> program = new ArrayList<>();
        program.add(new Instruction(0x20, 0, 0, 4)); // the architecture
        program.add(new Instruction(0x15, 1, 0, ARCH_X86_64));
        program.add(error(ENOSYS)); // int 0x80 and the like
        program.add(new Instruction(0x20, 0, 0, 0)); // the number
        program.add(new Instruction(0x35, 0, 1, X32));
        program.add(error(ENOSYS));
        program.addAll(search(starts, rules, 0, rules.size()));
        ByteBuffer bytes = ByteBuffer.allocate(program.size() * 8).order(ByteOrder.LITTLE_ENDIAN);
        program.forEach(
                i ->
                        bytes.putShort((short) i.code())
                                .put((byte) i.yes())
                                .put((byte) i.no())
                                .putInt(i.value()));
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static Rule effective(Rule rule, boolean mayTrace) {
        if (rule == Rule.TRACE) {
            return mayTrace ? Rule.ALLOW : Rule.REFUSE;
        }
        return rule;
    }

    /** One instruction; {@code yes} and {@code no} are how many to skip. */
    private record Instruction(int code, int yes, int no, int value) {}

    private static Instruction error(int number) {
        return new Instruction(0x06, 0, 0, ERRNO | number);
    }

    /** A search tree over ranges of numbers, so that no call costs more than eight comparisons. */
    private static List<Instruction> search(
            List<Integer> starts, List<Rule> rules, int from, int to) {
        if (to - from == 1) {
            return leaf(rules.get(from));
        }
        int middle = (from + to) >>> 1;
        List<Instruction> below = search(starts, rules, from, middle);
        List<Instruction> program = new ArrayList<>();
        if (below.size() <= 255) {
            program.add(new Instruction(0x35, below.size(), 0, starts.get(middle)));
        } else {
            program.add(new Instruction(0x35, 0, 1, starts.get(middle)));
            program.add(new Instruction(0x05, 0, 0, below.size()));
        }
        program.addAll(below);
        program.addAll(search(starts, rules, middle, to));
        return program;
    }

    private static List<Instruction> leaf(Rule rule) {
        Instruction allow = new Instruction(0x06, 0, 0, ALLOW);
        Instruction argument = new Instruction(0x20, 0, 0, 16); // low half of the first
        return switch (rule) {
            case ALLOW -> List.of(allow);
            case REFUSE, TRACE -> List.of(error(EPERM));
            case UNKNOWN -> List.of(error(ENOSYS));
            case CLONE ->
                    List.of(
                            argument,
                            new Instruction(0x45, 0, 1, NEW_NAMESPACES),
                            error(EPERM),
                            allow);
            case SOCKET ->
                    List.of(argument, new Instruction(0x15, 0, 1, VSOCK), error(EPERM), allow);
            case PERSONALITY -> {
                List<Instruction> some = new ArrayList<>(List.of(argument));
                for (int i = 0; i < PERSONALITIES.length; i++) {
                    int skip = PERSONALITIES.length - i;
                    some.add(new Instruction(0x15, skip, 0, PERSONALITIES[i]));
                }
                some.add(error(EPERM));
                some.add(allow);
                yield some;
            }
        };
    }

    /** The same as rules of the OCI specification, for runtimes that take no program. */
    ObjectNode rules(boolean mayTrace) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        ObjectNode root = json.objectNode();
        root.put("defaultAction", "SCMP_ACT_ERRNO").put("defaultErrnoRet", ENOSYS);
        root.putArray("architectures").add("SCMP_ARCH_X86_64");
        ArrayNode list = root.putArray("syscalls");
        ArrayNode allowed = list.addObject().put("action", "SCMP_ACT_ALLOW").putArray("names");
        ArrayNode refused =
                list.addObject()
                        .put("action", "SCMP_ACT_ERRNO")
                        .put("errnoRet", EPERM)
                        .putArray("names");
        for (Call call : calls) {
            switch (effective(call.rule(), mayTrace)) {
                case ALLOW -> allowed.add(call.name());
                case REFUSE, TRACE -> refused.add(call.name());
                case CLONE -> when(list, call, "SCMP_CMP_MASKED_EQ", NEW_NAMESPACES, 0);
                case SOCKET -> when(list, call, "SCMP_CMP_NE", VSOCK, 0);
                case PERSONALITY -> {
                    for (int one : PERSONALITIES) {
                        when(list, call, "SCMP_CMP_EQ", one & 0xffffffffL, 0);
                    }
                }
                case UNKNOWN -> {}
            }
        }
        return root;
    }

    private static void when(ArrayNode list, Call call, String op, long value, long second) {
        ObjectNode rule = list.addObject().put("action", "SCMP_ACT_ALLOW");
        rule.putArray("names").add(call.name());
        rule.putArray("args")
                .addObject()
                .put("index", 0)
                .put("value", value)
                .put("valueTwo", second)
                .put("op", op);
    }
}
