package dev.slipway.node.container;

import dev.slipway.node.host.SmallProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A program that becomes the runtime after it did a few things for it.
 *
 * <p>It enters control groups: of each leading argument {@code @FILE} it writes itself into that
 * {@code tasks} file. The runtime and the container that it makes are then born in the container's
 * groups. A runtime that moves a process there instead makes the kernel wait for every processor:
 * ten milliseconds of a launch.
 *
 * <p>It waits: of a leading argument {@code =FILE}, until somebody opens that FIFO. So it can be
 * started, with conmon before it, when nobody knows yet what will run ({@link ReadyMonitors}).
 *
 * <p>It has a view of the machine's mounts of its own, a slave of the machine's, so that what is
 * unmounted there later goes away in here, too. In it a mount can be hidden: how crun is run on a
 * machine that has an empty version 2 cgroup tree beside version 1. And the runtime's program is
 * read-only in it: a container that gets hold of the program cannot write to it, so the runtime
 * need not make a copy of itself and start again, each time (see {@link RuntimeChoice#SAFE}).
 *
 * <p>The shell and {@code unshare} do that in twelve milliseconds, of five processes; so on x86_64
 * it is a program of 332 bytes, a mark and two names:
 *
 * <pre>
 *   while (argc > 1)
 *     if (argv[1] starts with '=') close(open(argv[1] + 1, O_RDONLY)), shift
 *     else if (argv[1] starts with '@') write(open(argv[1] + 1, O_WRONLY), "0", 1), close it, shift
 *     else break
 *   if (mark)
 *     unshare(CLONE_NEWNS);
 *     mount("none", "/", 0, MS_REC | MS_SLAVE, 0);
 *     if (hidden is not empty) umount2(hidden, MNT_DETACH);
 *     mount(program, program, 0, MS_BIND, 0);  // if one of these two fails, it makes its copy
 *     mount(0, program, 0, MS_REMOUNT | MS_BIND | MS_RDONLY, 0);
 *   execve(program, argv, envp);
 *   exit(125);  // also when one of the others fails
 * </pre>
 */
final class RuntimeWrapper {
    private static final String CODE =
            """
            488b2c244c8d6424084883fd017e72498b7c24088a0f48ffc780f93d744e80f9
            40755ebe01000000b8020000000f0585c00f880101000089c7488d3504010000
            ba01000000b8010000000f0585c00f88e4000000b8030000000f05498b042449
            83c4084989042448ffcdeb9d31f6b8020000000f0585c00f88bb00000089c7eb
            d3488d3dc500000031c048c7c1fffffffff2ae4989fd803daf000000000f8483
            000000bf00000200b8100100000f0585c00f8881000000488d3d87000000488d
            358500000031d241ba004008004531c0b8a50000000f0585c0785d488d3d6b00
            0000803f007410be02000000b8a60000000f0585c078414c89ef4c89ee31d241
            ba001000004531c0b8a50000000f0531ff4c89ee31d241ba211000004531c0b8
            a50000000f054c89ef4c89e6498d54ec08b83b0000000f05bf7d000000b83c00
            00000f05306e6f6e65002f00
            """;

    private RuntimeWrapper() {}

    /**
     * @param hidden a mount point; empty: nothing is hidden
     * @param readOnly whether the program is to be so, whatever is hidden
     */
    static void program(Path file, Path program, String hidden, boolean readOnly)
            throws IOException {
        String mark = readOnly || !hidden.isEmpty() ? "+" : "\0";
        byte[] names = (mark + hidden + "\0" + program + "\0").getBytes(StandardCharsets.UTF_8);
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
