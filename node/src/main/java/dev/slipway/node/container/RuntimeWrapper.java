package dev.slipway.node.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A program that becomes the runtime after it did two things for it.
 *
 * <p>It enters control groups: of each leading argument {@code @FILE} it writes itself into that
 * {@code tasks} file. The runtime and the container that it makes are then born in the container's
 * groups. A runtime that moves a process there instead makes the kernel wait for every processor:
 * ten milliseconds of a launch.
 *
 * <p>It takes a mount away from its own view: how crun is run on a machine that has an empty
 * version 2 cgroup tree beside version 1. Its mount namespace is a slave of the machine's, so what
 * is unmounted there later goes away in here, too.
 *
 * <p>The shell and {@code unshare} do that in twelve milliseconds, of five processes; so on x86_64
 * it is a program of 238 bytes and two names:
 *
 * <pre>
 *   while (argc > 1 and argv[1] starts with '@')
 *     write(open(argv[1] + 1, O_WRONLY), "0", 1), close it, shift
 *   if (hidden is not empty)
 *     unshare(CLONE_NEWNS);
 *     mount("none", "/", 0, MS_REC | MS_SLAVE, 0);
 *     umount2(hidden, MNT_DETACH);
 *   execve(program, argv, envp);
 *   exit(125);  // also when one of those fails
 * </pre>
 */
final class RuntimeWrapper {
    private static final String CODE =
            """
            488b2c244c8d6424084883fd017e56498b7c2408803f40754c48ffc7be010000
            00b8020000000f0585c00f88aa00000089c7488d35ad000000ba01000000b801
            0000000f0585c00f888d000000b8030000000f05498b04244983c40849890424
            48ffcdeba4803d8200000000744bb810010000bf000002000f0585c0785cb8a5
            000000488d3d5d000000488d355b00000031d241ba004008004531c00f0585c0
            7838b8a6000000488d3d40000000be020000000f0585c07821488d3d2e000000
            31c048c7c1fffffffff2ae4c89e6498d54ec08b83b0000000f05bf7d000000b8
            3c0000000f05306e6f6e65002f00
            """;

    private RuntimeWrapper() {}

    /**
     * @param hidden a mount point; empty: nothing is hidden
     */
    static void program(Path file, Path program, String hidden) throws IOException {
        byte[] names = (hidden + "\0" + program + "\0").getBytes(StandardCharsets.UTF_8);
        SmallProgram.write(file, SmallProgram.of(CODE, names));
    }

    /** Hides only. */
    static void script(Path file, Path program, String hidden) throws IOException {
        String text =
                "#!/bin/sh\nexec unshare -m --propagation slave /bin/sh -c 'umount "
                        + hidden
                        + " && exec "
                        + program
                        + " \"$@\"' "
                        + program
                        + " \"$@\"\n";
        SmallProgram.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
