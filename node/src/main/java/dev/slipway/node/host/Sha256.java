package dev.slipway.node.host;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/**
 * A SHA-256 under way, by the machine's OpenSSL where there is one: Java's own is about five times
 * slower, and fifty times where the JVM does without its second compiler. For one thread at a time.
 */
public final class Sha256 implements AutoCloseable {
    private static final int LENGTH = 32;

    /** So that the garbage collector never waits long for a call that it may not interrupt. */
    private static final int PIECE = 1 << 16;

    private static final Optional<OpenSsl> OPEN_SSL = OpenSsl.find();

    private final Optional<MessageDigest> java;
    private MemorySegment context = MemorySegment.NULL;

    public Sha256() {
        this(OPEN_SSL.isPresent());
    }

    Sha256(boolean byOpenSsl) {
        if (byOpenSsl) {
            java = Optional.empty();
            context = OPEN_SSL.orElseThrow().open();
        } else {
            java = Optional.of(ofJava());
        }
    }

    private static MessageDigest ofJava() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public void update(byte[] bytes, int from, int length) {
        java.ifPresent(digest -> digest.update(bytes, from, length));
        if (java.isEmpty()) {
            for (int at = 0; at < length; at += PIECE) {
                OPEN_SSL.orElseThrow()
                        .update(context, bytes, from + at, Math.min(PIECE, length - at));
            }
        }
    }

    /** The digest of all bytes so far; ends it. */
    public byte[] digest() {
        return java.map(MessageDigest::digest)
                .orElseGet(
                        () -> {
                            byte[] digest = OPEN_SSL.orElseThrow().end(context);
                            close();
                            return digest;
                        });
    }

    @Override
    public void close() {
        if (!context.equals(MemorySegment.NULL)) {
            OPEN_SSL.orElseThrow().close(context);
            context = MemorySegment.NULL;
        }
    }

    /** The few functions that it takes. */
    private record OpenSsl(
            MethodHandle make,
            MethodHandle free,
            MethodHandle init,
            MethodHandle update,
            MethodHandle end,
            MemorySegment sha256) {

        private static final AddressLayout POINTER = ValueLayout.ADDRESS;
        private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

        static Optional<OpenSsl> find() {
            for (String name : List.of("libcrypto.so.3", "libcrypto.so.1.1")) {
                try {
                    return Optional.of(of(name));
                } catch (IllegalArgumentException | java.util.NoSuchElementException _) {
                    // Not on this machine: the next, or none.
                }
            }
            return Optional.empty();
        }

        @SuppressWarnings("restricted")
        private static OpenSsl of(String library) {
            Linker linker = Linker.nativeLinker();
            SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
            MethodHandle which =
                    linker.downcallHandle(
                            symbols.findOrThrow("EVP_sha256"), FunctionDescriptor.of(POINTER));
            try {
                return new OpenSsl(
                        linker.downcallHandle(
                                symbols.findOrThrow("EVP_MD_CTX_new"),
                                FunctionDescriptor.of(POINTER)),
                        linker.downcallHandle(
                                symbols.findOrThrow("EVP_MD_CTX_free"),
                                FunctionDescriptor.ofVoid(POINTER)),
                        linker.downcallHandle(
                                symbols.findOrThrow("EVP_DigestInit_ex"),
                                FunctionDescriptor.of(INT, POINTER, POINTER, POINTER)),
                        linker.downcallHandle(
                                symbols.findOrThrow("EVP_DigestUpdate"),
                                FunctionDescriptor.of(INT, POINTER, POINTER, ValueLayout.JAVA_LONG),
                                Linker.Option.critical(true)),
                        linker.downcallHandle(
                                symbols.findOrThrow("EVP_DigestFinal_ex"),
                                FunctionDescriptor.of(INT, POINTER, POINTER, POINTER)),
                        (MemorySegment) which.invokeExact());
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        MemorySegment open() {
            try {
                MemorySegment context = (MemorySegment) make.invokeExact();
                check((int) init.invokeExact(context, sha256, MemorySegment.NULL));
                return context;
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        void update(MemorySegment context, byte[] bytes, int from, int length) {
            MemorySegment piece = MemorySegment.ofArray(bytes).asSlice(from, length);
            try {
                check((int) update.invokeExact(context, piece, (long) length));
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        byte[] end(MemorySegment context) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment digest = arena.allocate(LENGTH);
                check((int) end.invokeExact(context, digest, MemorySegment.NULL));
                return digest.toArray(ValueLayout.JAVA_BYTE);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        void close(MemorySegment context) {
            try {
                free.invokeExact(context);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        private static void check(int result) {
            if (result != 1) {
                throw new IllegalStateException("OpenSSL refuses to count a SHA-256");
            }
        }
    }
}
