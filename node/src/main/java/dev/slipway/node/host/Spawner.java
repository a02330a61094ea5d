package dev.slipway.node.host;

import dev.slipway.node.host.SystemCalls.Call;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongConsumer;

/**
 * Starts processes with chosen descriptors, from a platform thread that may stand in a cgroup of
 * its own. Java's own {@link ProcessBuilder} closes every descriptor above 2, which is how conmon
 * tells us what happened.
 */
public final class Spawner implements AutoCloseable {
    private static final int STRUCT = 512; // more than any of glibc's opaque ones
    private static final short SETSIGDEF_AND_SETSIGMASK = 0x04 | 0x08;
    private static final long O_CLOEXEC = 02000000;
    private static final int O_APPEND_CREATE = 01 | 0100 | 02000;
    private static final int NONE = -1;

    private final CallThread thread = new CallThread("slipway-spawn");

    /**
     * @param program absolute path
     * @param arguments the first is the program's name
     * @param environment {@code NAME=value}
     * @param folder that it starts in
     * @param errors file that standard error is appended to
     */
    public record Command(
            Path program,
            List<String> arguments,
            List<String> environment,
            Path folder,
            Path errors) {
        public Command {
            arguments = List.copyOf(arguments);
            environment = List.copyOf(environment);
        }
    }

    /**
     * @param process the child; {@link #reap} it after its end
     * @param said all that it wrote to descriptor 3 before it closed it, wrote a newline or took
     *     too long
     * @param inTime whether it did not take too long
     */
    public record Started(ProcessFd process, String said, boolean inTime) {}

    /** Runs something on the thread that processes are started from. */
    public void onThread(Runnable call) {
        thread.run(call);
    }

    /** The thread's own id, as cgroups count it. */
    public static long threadId() {
        return SystemCalls.raw(Call.GETTID);
    }

    /**
     * A process that was started and has not been listened to.
     *
     * @param process the child; {@link #reap} it after its end
     */
    public record Begun(ProcessFd process, int talk) implements AutoCloseable {
        /** It is not listened to any more. */
        @Override
        public void close() {
            SystemCalls.closeQuietly(talk);
        }
    }

    /**
     * Starts a process that says a line on descriptor 3, its only one above standard error but for
     * descriptor 4, on which it is told to go on; {@link #await} hears it.
     *
     * @param beforeItGoesOn is given the process id
     */
    public Begun begin(Command command, LongConsumer beforeItGoesOn) {
        int[] talk = pipe();
        int[] go;
        try {
            go = pipe();
        } catch (LinuxException e) {
            closeBoth(talk);
            throw e;
        }
        ProcessFd process;
        try {
            long pid = thread.call(() -> spawn(command, talk[1], go[0]));
            process = ProcessFd.open(pid).orElseThrow();
            beforeItGoesOn.accept(pid);
        } catch (RuntimeException e) {
            closeBoth(talk);
            closeBoth(go);
            throw e;
        }
        closeBoth(go); // the reader sees the end of the pipe, which is as good as a byte
        SystemCalls.closeQuietly(talk[1]);
        return new Begun(process, talk[0]);
    }

    /**
     * Waits until it has said its line; once.
     *
     * @param atMost for that long, and again after each part of the line
     */
    public Started await(Begun begun, Duration atMost) {
        try (begun) {
            var text = new StringBuilder();
            boolean inTime = line(begun.talk(), atMost, text);
            return new Started(begun.process(), text.toString(), inTime);
        }
    }

    /** Starts a process with no descriptor above standard error; {@link ExitWatch} sees its end. */
    public ProcessFd start(Command command) {
        long pid = thread.call(() -> spawn(command, NONE, NONE));
        return ProcessFd.open(pid).orElseThrow();
    }

    /**
     * @return false when it took too long
     */
    private static boolean line(int fd, Duration atMost, StringBuilder text) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(8192);
            while (text.indexOf("\n") < 0) {
                if (!readable(arena, fd, atMost.toNanos())) {
                    return false;
                }
                long n = SystemCalls.raw(Call.READ, fd, buffer.address(), buffer.byteSize());
                if (n == -Errno.EINTR) {
                    continue;
                }
                if (n <= 0) {
                    break;
                }
                byte[] bytes = buffer.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE);
                text.append(new String(bytes, StandardCharsets.UTF_8));
            }
        }
        return true;
    }

    /** Waits; false when nothing came. */
    private static boolean readable(Arena arena, int fd, long nanos) {
        MemorySegment polled = arena.allocate(8, 8);
        polled.set(ValueLayout.JAVA_INT, 0, fd);
        polled.set(ValueLayout.JAVA_SHORT, 4, (short) 1 /* POLLIN */);
        MemorySegment time = arena.allocate(ValueLayout.JAVA_LONG, 2);
        time.setAtIndex(ValueLayout.JAVA_LONG, 0, nanos / 1_000_000_000);
        time.setAtIndex(ValueLayout.JAVA_LONG, 1, nanos % 1_000_000_000);
        long ready = SystemCalls.raw(Call.PPOLL, polled.address(), 1, time.address(), 0, 8);
        return ready != 0; // an error is for the read to tell
    }

    /**
     * Takes the dead child's number out of the table.
     *
     * @return its exit code as a shell shows it; empty when it is not our child or not dead
     */
    public static OptionalInt reap(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
            long reaped = SystemCalls.raw(Call.WAIT4, pid, status.address(), 1 /* WNOHANG */, 0);
            if (reaped <= 0) {
                return OptionalInt.empty();
            }
            int bits = status.get(ValueLayout.JAVA_INT, 0);
            int signal = bits & 0x7f;
            return OptionalInt.of(signal == 0 ? bits >> 8 & 0xff : 128 + signal);
        }
    }

    private static int[] pipe() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment two = arena.allocate(ValueLayout.JAVA_INT, 2);
            SystemCalls.call(Call.PIPE2, "", two.address(), O_CLOEXEC);
            return two.toArray(ValueLayout.JAVA_INT);
        }
    }

    private static void closeBoth(int[] fds) {
        SystemCalls.closeQuietly(fds[0]);
        SystemCalls.closeQuietly(fds[1]);
    }

    private static long spawn(Command command, int talk, int go) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(STRUCT, 16);
            MemorySegment attributes = arena.allocate(STRUCT, 16);
            check("actions", Spawn.ACTIONS_INIT.invoke(actions));
            check("attributes", Spawn.ATTRIBUTES_INIT.invoke(attributes));
            MemorySegment none = arena.allocateFrom("/dev/null");
            check("stdin", Spawn.ADD_OPEN.invoke(actions, 0, none, 0, 0));
            check("stdout", Spawn.ADD_OPEN.invoke(actions, 1, none, 1, 0));
            MemorySegment errors = arena.allocateFrom(command.errors().toString());
            check("stderr", Spawn.ADD_OPEN.invoke(actions, 2, errors, O_APPEND_CREATE, 0600));
            if (talk != NONE) {
                // By way of high numbers: either may already be 3 or 4.
                check("dup", Spawn.ADD_DUP2.invoke(actions, talk, 1003));
                check("dup", Spawn.ADD_DUP2.invoke(actions, go, 1004));
                check("dup", Spawn.ADD_DUP2.invoke(actions, 1003, 3));
                check("dup", Spawn.ADD_DUP2.invoke(actions, 1004, 4));
            }
            // Java's sockets are not close-on-exec: a child that outlives us would hold our ports.
            check("closefrom", Spawn.ADD_CLOSEFROM.invoke(actions, talk == NONE ? 3 : 5));
            MemorySegment folder = arena.allocateFrom(command.folder().toString());
            check("folder", Spawn.ADD_CHDIR.invoke(actions, folder));
            // Java's threads block and handle signals that containers want as they come, such as
            // SIGQUIT.
            MemorySegment every = arena.allocate(128, 8).fill((byte) 0xff);
            MemorySegment empty = arena.allocate(128, 8);
            check("signals", Spawn.SET_DEFAULT.invoke(attributes, every));
            check("signals", Spawn.SET_MASK.invoke(attributes, empty));
            check("flags", Spawn.SET_FLAGS.invoke(attributes, SETSIGDEF_AND_SETSIGMASK));
            MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
            check(
                    command.program().toString(),
                    Spawn.SPAWN.invoke(
                            pid,
                            arena.allocateFrom(command.program().toString()),
                            actions,
                            attributes,
                            strings(arena, command.arguments()),
                            strings(arena, command.environment())));
            Spawn.ACTIONS_DESTROY.invoke(actions);
            return pid.get(ValueLayout.JAVA_INT, 0);
        }
    }

    private static MemorySegment strings(Arena arena, List<String> values) {
        MemorySegment array = arena.allocate(ValueLayout.ADDRESS, values.size() + 1L);
        for (int i = 0; i < values.size(); i++) {
            array.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(values.get(i)));
        }
        return array;
    }

    private static void check(String about, int error) {
        if (error != 0) {
            throw new LinuxException("posix_spawn " + about, error);
        }
    }

    @Override
    public void close() {
        thread.close();
    }

    /** glibc's functions, by name; a missing one is told when the first process is to start. */
    private enum Spawn {
        SPAWN("posix_spawn", "pppppp"),
        ACTIONS_INIT("posix_spawn_file_actions_init", "p"),
        ACTIONS_DESTROY("posix_spawn_file_actions_destroy", "p"),
        ADD_OPEN("posix_spawn_file_actions_addopen", "pipii"),
        ADD_DUP2("posix_spawn_file_actions_adddup2", "pii"),
        ADD_CLOSEFROM("posix_spawn_file_actions_addclosefrom_np", "pi"),
        ADD_CHDIR("posix_spawn_file_actions_addchdir_np", "pp"),
        ATTRIBUTES_INIT("posix_spawnattr_init", "p"),
        SET_FLAGS("posix_spawnattr_setflags", "ps"),
        SET_MASK("posix_spawnattr_setsigmask", "pp"),
        SET_DEFAULT("posix_spawnattr_setsigdefault", "pp");

        private final MethodHandle handle;

        @SuppressWarnings("restricted")
        Spawn(String name, String shape) {
            var arguments =
                    shape.chars()
                            .mapToObj(
                                    c ->
                                            switch (c) {
                                                case 'p' -> ValueLayout.ADDRESS;
                                                case 's' -> ValueLayout.JAVA_SHORT;
                                                default -> ValueLayout.JAVA_INT;
                                            })
                            .toArray(java.lang.foreign.MemoryLayout[]::new);
            Linker linker = Linker.nativeLinker();
            handle =
                    linker.downcallHandle(
                                    linker.defaultLookup().findOrThrow(name),
                                    FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments))
                            .asSpreader(Object[].class, arguments.length);
        }

        int invoke(Object... arguments) {
            try {
                return (int) handle.invokeExact(arguments);
            } catch (RuntimeException | Error failed) {
                throw failed;
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
