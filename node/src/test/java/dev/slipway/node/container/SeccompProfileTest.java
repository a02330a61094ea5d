package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeccompProfileTest {
    private static final int X86_64 = 0xc000003e;
    private static final int I386 = 0x40000003;
    private static final int ALLOW = 0x7fff0000;
    private static final int EPERM = 0x00050001;
    private static final int ENOSYS = 0x00050026;

    private final SeccompProfile profile = SeccompProfile.ofThisMachine();

    @BeforeEach
    void needsTheProfile() {
        Assumptions.assumeFalse(profile.isEmpty(), "there is a profile for x86_64 only");
    }

    @Test
    void everyListedCallIsAnsweredAsTheTableSays() {
        ByteBuffer plain = program(false);
        ByteBuffer tracing = program(true);
        for (SeccompProfile.Call call : profile.calls()) {
            int seen = run(plain, X86_64, call.number(), 0);
            int expected =
                    switch (call.rule()) {
                        case ALLOW, CLONE, SOCKET, PERSONALITY -> ALLOW;
                        case REFUSE, TRACE -> EPERM;
                        case UNKNOWN -> ENOSYS;
                    };
            assertThat(seen).as(call.name()).isEqualTo(expected);
            if (call.rule() == SeccompProfile.Rule.TRACE) {
                assertThat(run(tracing, X86_64, call.number(), 0)).isEqualTo(ALLOW);
            }
        }
    }

    @Test
    void unknownCallsAndOtherCallingConventionsSayThatTheyAreNotThere() {
        ByteBuffer program = program(false);
        assertThat(run(program, X86_64, 435, 0)).as("clone3").isEqualTo(ENOSYS);
        assertThat(run(program, X86_64, 452, 0)).as("fchmodat2").isEqualTo(ALLOW);
        assertThat(run(program, X86_64, 4000, 0)).isEqualTo(ENOSYS);
        assertThat(run(program, X86_64, 0x40000000, 0)).as("x32").isEqualTo(ENOSYS);
        assertThat(run(program, I386, 3, 0)).as("int 0x80").isEqualTo(ENOSYS);
    }

    @Test
    void argumentsDecideWhereTheyMust() {
        ByteBuffer program = program(false);
        assertThat(run(program, X86_64, 56, 0x10000000)).as("user namespace").isEqualTo(EPERM);
        assertThat(run(program, X86_64, 56, 0x1200011)).as("fork").isEqualTo(ALLOW);
        assertThat(run(program, X86_64, 41, 40)).as("vsock").isEqualTo(EPERM);
        assertThat(run(program, X86_64, 41, 2)).as("inet").isEqualTo(ALLOW);
        assertThat(run(program, X86_64, 135, 0xffffffff)).as("ask").isEqualTo(ALLOW);
        assertThat(run(program, X86_64, 135, 0x20008)).isEqualTo(ALLOW);
        assertThat(run(program, X86_64, 135, 0x40000)).as("no randomness").isEqualTo(EPERM);
    }

    private ByteBuffer program(boolean mayTrace) {
        byte[] bytes = Base64.getDecoder().decode(profile.program(mayTrace));
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Does what the kernel does with the few instructions that the program has. */
    private static int run(ByteBuffer program, int architecture, int number, int argument) {
        int accumulator = 0;
        int at = 0;
        while (true) {
            int code = program.getShort(at * 8);
            int yes = program.get(at * 8 + 2) & 0xff;
            int no = program.get(at * 8 + 3) & 0xff;
            int value = program.getInt(at * 8 + 4);
            boolean holds =
                    switch (code) {
                        case 0x15 -> accumulator == value;
                        case 0x35 -> Integer.compareUnsigned(accumulator, value) >= 0;
                        case 0x45 -> (accumulator & value) != 0;
                        default -> false;
                    };
            switch (code) {
                case 0x20 ->
                        accumulator =
                                switch (value) {
                                    case 0 -> number;
                                    case 4 -> architecture;
                                    default -> argument;
                                };
                case 0x05 -> at += value;
                case 0x06 -> {
                    return value;
                }
                default -> at += holds ? yes : no;
            }
            at++;
        }
    }
}
