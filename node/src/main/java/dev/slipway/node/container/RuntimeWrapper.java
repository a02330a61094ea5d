package dev.slipway.node.container;

import dev.slipway.node.host.MountView;
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
 * <p>It has a view of the machine's mounts of its own: a prepared one ({@link MountView}), into
 * which it takes along what leading arguments {@code ^PATH} name, each to the same place. So what
 * it costs to make a container does not grow with the mounts of all the others, which the runtime
 * would have copied and read. Where there is no prepared one, it makes one of all the machine's
 * mounts, a slave, so that what is unmounted there later goes away in here, too.
 *
 * <p>In either, a mount can be hidden: how crun is run on a machine that has an empty version 2
 * cgroup tree beside version 1. And the runtime's program is read-only: a container that gets hold
 * of the program cannot write to it, so the runtime need not make a copy of itself and start again,
 * each time (see {@link RuntimeChoice#SAFE}).
 *
 * <p>The shell and {@code unshare} do that in twelve milliseconds, of five processes; so on x86_64
 * it is a program of 612 bytes, a mark and three names:
 *
 * <pre>
 *   view = open(view's file, O_NONBLOCK)  // before it waits: whoever made it may end meanwhile
 *   while (argc > 1)
 *     if (argv[1] starts with '=') close(open(argv[1] + 1, O_RDONLY)), shift
 *     else if (argv[1] starts with '@') write(open(argv[1] + 1, O_WRONLY), "0", 1), close it, shift
 *     else if (argv[1] starts with '^')
 *       if (view >= 0)
 *         tree = open_tree(argv[1] + 1, OPEN_TREE_CLONE | AT_RECURSIVE), remember if it is there
 *       shift
 *     else break
 *   if (view >= 0 and setns(view, CLONE_NEWNS) succeeds)  // else its number is another file's
 *     unshare(CLONE_NEWNS);
 *     for each remembered tree: move_mount(tree, its path);
 *   else if (mark)
 *     unshare(CLONE_NEWNS);
 *     mount("none", "/", 0, MS_REC | MS_SLAVE, 0);
 *     if (hidden is not empty) umount2(hidden, MNT_DETACH);
 *   if (mark)
 *     mount(program, program, 0, MS_BIND, 0);  // if one of these two fails, it makes its copy
 *     mount(0, program, 0, MS_REMOUNT | MS_BIND | MS_RDONLY, 0);
 *   execve(program, argv, envp);
 *   write(2, "the surroundings of the runtime could not be made\n"), exit(125)
 *   // also when one of the others fails
 * </pre>
 */
final class RuntimeWrapper {
    private static final String CODE =
            """
            488b2c244c8d64240849c7c7ffffffff4531f6488d3d4a020000803f007415be
            0008080031d2b8020000000f0585c078034c63f84883fd010f8eb1000000498b
            7c24088a0f48ffc780f93d744f80f940746680f95e0f85940000004d85ff782b
            574889fe48c7c79cffffffba01800800b8ac0100000f0585c078065049ffc6eb
            0a83f8fe0f857c0100005f498b04244983c4084989042448ffcdeb9831f6b802
            0000000f0585c00f885901000089c7b8030000000f05ebd3be01000000b80200
            00000f0585c00f883a01000089c389c7488d3553010000ba01000000b8010000
            000f0585c00f881b01000089dfebc0488d3d6e01000031c048c7c1fffffffff2
            ae4889fb48ffc7f2ae4989fd4d85ff78624489ffbe00000200b8340100000f05
            85c0784fbf00000200b8100100000f0585c00f88ce0000004d85f6742b49ffce
            5f415a488d35e700000048c7c29cffffff41b814000000b8ad0100000f0585c0
            0f88a0000000ebd0803b000f8483000000eb52803b00747cbf00000200b81001
            00000f0585c0787e488d3d9c000000488d359a00000031d241ba004008004531
            c0b8a50000000f0585c0785a488d7b01803f007410be02000000b8a60000000f
            0585c078414c89ef4c89ee31d241ba001000004531c0b8a50000000f0531ff4c
            89ee31d241ba211000004531c0b8a50000000f054c89ef4c89e6498d54ec08b8
            3b0000000f05bf02000000488d3520000000ba32000000b8010000000f05bf7d
            000000b83c0000000f05306e6f6e65002f0074686520737572726f756e64696e
            6773206f66207468652072756e74696d6520636f756c64206e6f74206265206d
            6164650a
            """;

    private RuntimeWrapper() {}

    /**
     * @param view a view's file; empty: it makes its own
     * @param hidden a mount point, when it makes its own; empty: nothing is hidden
     * @param readOnly whether the program is to be so, whatever is hidden
     */
    static void program(Path file, Path program, String view, String hidden, boolean readOnly)
            throws IOException {
        String mark = readOnly || !hidden.isEmpty() ? "+" : "\0";
        String names = view + "\0" + mark + hidden + "\0" + program + "\0";
        byte[] bytes = names.getBytes(StandardCharsets.UTF_8);
        SmallProgram.write(file, SmallProgram.of(CODE, bytes));
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
