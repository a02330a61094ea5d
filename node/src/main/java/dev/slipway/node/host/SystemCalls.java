package dev.slipway.node.host;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Calls about processes, mounts and files. All of them go through {@code syscall(2)} with six
 * arguments of machine words, so one handle serves them and none needs a C library newer than any
 * that is about.
 */
final class SystemCalls {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    @SuppressWarnings("restricted")
    private static final MethodHandle SYSCALL =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG),
                            Linker.Option.firstVariadicArg(1),
                            Linker.Option.captureCallState("errno"));

    private SystemCalls() {}

    /** The call's number on this kind of machine. */
    enum Call {
        READ(0, 63),
        WRITE(1, 64),
        CLOSE(3, 57),
        LSEEK(8, 62),
        IOCTL(16, 29),
        CHDIR(80, 49),
        ADJTIMEX(159, 171),
        MOUNT(165, 40),
        UMOUNT2(166, 39),
        GETTID(186, 178),
        LSETXATTR(189, 6),
        WAIT4(61, 260),
        MKNODAT(259, 33),
        FCHOWNAT(260, 54),
        FCHMODAT(268, 53),
        PPOLL(271, 73),
        UNSHARE(272, 97),
        EVENTFD2(290, 19),
        PIPE2(293, 59),
        UTIMENSAT(280, 88),
        OPENAT(257, 56),
        SYNCFS(306, 267),
        MKDIRAT(258, 34),
        SYMLINKAT(266, 36),
        LINKAT(265, 37),
        RENAMEAT2(316, 276),
        READLINKAT(267, 78),
        STATX(332, 291),
        FTRUNCATE(77, 46),
        PWRITE64(18, 68),
        OPENAT2(437, 437),
        PIDFD_SEND_SIGNAL(424, 424),
        MOVE_MOUNT(429, 429),
        FSOPEN(430, 430),
        FSCONFIG(431, 431),
        FSMOUNT(432, 432),
        PIDFD_OPEN(434, 434);

        private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");
        private final int x86;
        private final int arm;

        Call(int x86, int arm) {
            this.x86 = x86;
            this.arm = arm;
        }

        long number() {
            return ARM ? arm : x86;
        }
    }

    /** The result, or the error number negated. */
    static long raw(Call call, long a, long b, long c, long d, long e, long f) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = (long) SYSCALL.invokeExact(state, call.number(), a, b, c, d, e, f);
            return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static long raw(Call call, long... arguments) {
        long[] six = java.util.Arrays.copyOf(arguments, 6);
        return raw(call, six[0], six[1], six[2], six[3], six[4], six[5]);
    }

    static long call(Call call, String about, long... arguments) {
        long result = raw(call, arguments);
        if (result < 0) {
            throw new LinuxException(
                    call.name().toLowerCase(java.util.Locale.ROOT) + " " + about, (int) -result);
        }
        return result;
    }

    static void closeQuietly(int fd) {
        raw(Call.CLOSE, fd);
    }
}
