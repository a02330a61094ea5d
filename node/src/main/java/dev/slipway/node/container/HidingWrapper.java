package dev.slipway.node.container;

import dev.slipway.node.host.FileNodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * A program that becomes another one after it took a mount away from its own view: how crun is run
 * on a machine that has an empty version 2 cgroup tree beside version 1. Its mount namespace is a
 * slave of the machine's, so what is unmounted there later goes away in here, too.
 *
 * <p>The shell and {@code unshare} do it in twelve milliseconds, of five processes; on the path of
 * a launch that is too much, so on x86_64 it is a program of 135 bytes:
 *
 * <pre>
 *   unshare(CLONE_NEWNS);
 *   mount("none", "/", 0, MS_REC | MS_SLAVE, 0);
 *   umount2(hidden, MNT_DETACH);
 *   execve(program, argv, envp);
 *   exit(125);  // also when one of the first three fails
 * </pre>
 */
final class HidingWrapper {
    private static final int BASE = 0x400000;
    private static final int HEADERS = 64 + 56;
    private static final String CODE =
            """
            4889e3b810010000bf000002000f0585c07861b8a5000000488d3d6100000048
            8d355f00000031d241ba004008004531c00f0585c0783db8a6000000488d3d44
            000000be020000000f0585c07826488d3d3200000031c048c7c1fffffffffcf2
            ae488d7308488b0b488d54cb10b83b0000000f05bf7d000000b83c0000000f05
            6e6f6e65002f00
            """;

    private HidingWrapper() {}

    /** Whether this machine can run the small program; else there is {@link #script}. */
    static boolean small() {
        return System.getProperty("os.arch", "").equals("amd64");
    }

    static void program(Path file, Path program, Path hidden) throws IOException {
        byte[] code = HexFormat.of().parseHex(CODE.replaceAll("\\s", ""));
        byte[] names = (hidden + "\0" + program + "\0").getBytes(StandardCharsets.UTF_8);
        int size = HEADERS + code.length + names.length;
        ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        elf.putShort((short) 2).putShort((short) 62).putInt(1); // a program, x86_64
        elf.putLong(BASE + HEADERS).putLong(64).putLong(0).putInt(0);
        elf.putShort((short) 64).putShort((short) 56).putShort((short) 1);
        elf.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        elf.putInt(1).putInt(5); // load it all, to be read and executed
        elf.putLong(0).putLong(BASE).putLong(BASE).putLong(size).putLong(size).putLong(0x1000);
        elf.put(code).put(names);
        write(file, elf.array());
    }

    static void script(Path file, Path program, Path hidden) throws IOException {
        String text =
                "#!/bin/sh\nexec unshare -m --propagation slave /bin/sh -c 'umount "
                        + hidden
                        + " && exec "
                        + program
                        + " \"$@\"' "
                        + program
                        + " \"$@\"\n";
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        // Beside and renamed: a file that an earlier process of ours still executes is "busy".
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, bytes);
        FileNodes.permit(fresh, 0755);
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}
