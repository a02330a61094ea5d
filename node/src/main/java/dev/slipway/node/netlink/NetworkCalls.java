package dev.slipway.node.netlink;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.slipway.node.host.Errno;
import dev.slipway.node.host.LinuxException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The libc calls that networks need. Each throws {@link LinuxException} when refused. */
@SuppressWarnings("restricted") // calling Linux is what this room is for
final class NetworkCalls {
    static final int CLONE_NEWNET = 0x4000_0000;
    static final int O_RDONLY_CLOEXEC = 0x80000;
    static final int O_WRONLY_CLOEXEC = 0x80001;
    static final int MS_BIND = 0x1000;
    static final int MS_SHARED = 0x10_0000;
    static final int MNT_DETACH = 2;
    static final int AF_NETLINK = 16;
    static final int SOCK_RAW_CLOEXEC = 0x80003;
    static final int SOL_SOCKET = 1;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_PEEK = 2;
    static final int MSG_TRUNC = 0x20;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle UNSHARE = call("unshare", JAVA_INT);
    private static final MethodHandle SETNS = call("setns", JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = call("close", JAVA_INT);
    private static final MethodHandle MOUNT =
            call("mount", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle UMOUNT2 = call("umount2", ADDRESS, JAVA_INT);
    private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle OPEN =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("open"),
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                    Linker.Option.captureCallState("errno"),
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle WRITE = wide("write", JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle SEND = wide("send", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECV = wide("recv", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);

    private NetworkCalls() {}

    private static MethodHandle call(String name, MemoryLayout... arguments) {
        return handle(name, JAVA_INT, arguments);
    }

    private static MethodHandle wide(String name, MemoryLayout... arguments) {
        return handle(name, JAVA_LONG, arguments);
    }

    private static MethodHandle handle(String name, ValueLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"));
    }

    static void unshareNetwork() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            check("unshare(CLONE_NEWNET)", (int) UNSHARE.invokeExact(state, CLONE_NEWNET), state);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    static void setns(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            check("setns", (int) SETNS.invokeExact(state, fd, CLONE_NEWNET), state);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    static int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int fd = (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags);
            check("open " + path, fd, state);
            return fd;
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    static void close(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            check("close", (int) CLOSE.invokeExact(state, fd), state);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** Writes a short text in one call, as files below {@code /proc/sys} want it. */
    static void writeFile(String path, String text) {
        int fd = open(path, O_WRONLY_CLOEXEC);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long written =
                    (long)
                            WRITE.invokeExact(
                                    state, fd, arena.allocateFrom(text), (long) text.length());
            check("write " + path, written, state);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        } finally {
            close(fd);
        }
    }

    static void mount(String source, String target, long flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result =
                    (int)
                            MOUNT.invokeExact(
                                    state,
                                    arena.allocateFrom(source),
                                    arena.allocateFrom(target),
                                    arena.allocateFrom("none"),
                                    flags,
                                    MemorySegment.NULL);
            check("mount " + target, result, state);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    static void unmount(String target) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) UMOUNT2.invokeExact(state, arena.allocateFrom(target), MNT_DETACH);
            check("umount " + target, result, state);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    static int netlinkSocket(int protocol) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int fd = (int) SOCKET.invokeExact(state, AF_NETLINK, SOCK_RAW_CLOEXEC, protocol);
            check("socket(AF_NETLINK)", fd, state);
            return fd;
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    static void socketOption(int fd, int option, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment number = arena.allocateFrom(JAVA_INT, value);
            int result = (int) SETSOCKOPT.invokeExact(state, fd, SOL_SOCKET, option, number, 4);
            check("setsockopt", result, state);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    static void send(int fd, byte[] bytes, int length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment copy = arena.allocate(length, 4);
            MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, length);
            long sent = (long) SEND.invokeExact(state, fd, copy, (long) length, 0);
            check("send(netlink)", sent, state);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /**
     * Receives what is there.
     *
     * @return an empty array when nothing is
     */
    static byte[] receive(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            // Most requests have no answer, and most answers are short: room is made when needed.
            long there = receive(fd, state, MemorySegment.NULL, MSG_PEEK);
            if (there == 0) {
                return new byte[0];
            }
            MemorySegment buffer = arena.allocate(there, 4);
            long got = receive(fd, state, buffer, 0);
            if (got > there) {
                throw new IllegalStateException("A netlink answer of " + got + " bytes");
            }
            return buffer.asSlice(0, got).toArray(ValueLayout.JAVA_BYTE);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** The length of the answer, of which at most as much as fits is taken; 0: there is none. */
    private static long receive(int fd, MemorySegment state, MemorySegment buffer, int flags)
            throws Throwable {
        while (true) {
            long got =
                    (long)
                            RECV.invokeExact(
                                    state,
                                    fd,
                                    buffer,
                                    buffer.byteSize(),
                                    MSG_DONTWAIT | MSG_TRUNC | flags);
            if (got >= 0) {
                return got;
            }
            int errno = (int) ERRNO.get(state, 0L);
            if (errno == Errno.EAGAIN) {
                return 0;
            }
            if (errno != Errno.EINTR) {
                check("recv(netlink)", got, state);
            }
        }
    }

    private static void check(String call, long result, MemorySegment state) {
        if (result < 0) {
            throw new LinuxException(call, (int) ERRNO.get(state, 0L));
        }
    }

    private static RuntimeException unchecked(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException runtime -> runtime;
            case Error error -> throw error;
            default -> new IllegalStateException(thrown);
        };
    }
}
