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
import java.nio.file.Path;

/**
 * Gives the disk space of a part of a file back while others go on writing to its end: positions in
 * the file stay as they are, the part reads as zeros.
 */
public final class FileHoles {
    private static final int WRITE_ONLY_CLOEXEC = 1 | 02000000;
    private static final int PUNCH_HOLE_KEEP_SIZE = 2 | 1;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN =
            call(
                    "open",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                    Linker.Option.captureCallState("errno"),
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle FALLOCATE =
            call(
                    "fallocate",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG),
                    Linker.Option.captureCallState("errno"));
    private static final MethodHandle CLOSE =
            call("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private FileHoles() {}

    @SuppressWarnings("restricted")
    private static MethodHandle call(
            String name, FunctionDescriptor form, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), form, options);
    }

    /**
     * @throws LinuxException when the file system has no holes, or the file is not there
     */
    public static void punch(Path file, long from, long length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int fd =
                    (int)
                            OPEN.invokeExact(
                                    state, arena.allocateFrom(file.toString()), WRITE_ONLY_CLOEXEC);
            check("open " + file, fd, state);
            try {
                int done =
                        (int) FALLOCATE.invokeExact(state, fd, PUNCH_HOLE_KEEP_SIZE, from, length);
                check("fallocate " + file, done, state);
            } finally {
                int _ = (int) CLOSE.invokeExact(fd);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a Linux call could not be made", e);
        }
    }

    private static void check(String call, int result, MemorySegment state) {
        if (result < 0) {
            throw new LinuxException(call, (int) ERRNO.get(state, 0L));
        }
    }
}
