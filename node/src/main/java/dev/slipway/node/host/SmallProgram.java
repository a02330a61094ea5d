package dev.slipway.node.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;

/** Programs of ours for x86_64 that are so small that they are made where they are needed. */
public final class SmallProgram {
    private static final int BASE = 0x400000;
    private static final int HEADERS = 64 + 56;

    private SmallProgram() {}

    /** Whether this machine can run one. */
    public static boolean runs() {
        return System.getProperty("os.arch", "").equals("amd64");
    }

    /**
     * @param code hexadecimal, white space is skipped; it is entered at its first byte
     * @param data lies right behind the code
     */
    public static byte[] of(String code, byte[] data) {
        byte[] bytes = HexFormat.of().parseHex(code.replaceAll("\\s", ""));
        int size = HEADERS + bytes.length + data.length;
        ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        elf.putShort((short) 2).putShort((short) 62).putInt(1); // a program, x86_64
        elf.putLong(BASE + HEADERS).putLong(64).putLong(0).putInt(0);
        elf.putShort((short) 64).putShort((short) 56).putShort((short) 1);
        elf.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        elf.putInt(1).putInt(5); // load it all, to be read and executed
        elf.putLong(0).putLong(BASE).putLong(BASE).putLong(size).putLong(size).putLong(0x1000);
        elf.put(bytes).put(data);
        return elf.array();
    }

    /** Writes a file that can be executed. */
    public static void write(Path file, byte[] bytes) throws IOException {
        // Beside and renamed: a file that an earlier process of ours still executes is "busy".
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, bytes);
        FileNodes.permit(fresh, 0755);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
