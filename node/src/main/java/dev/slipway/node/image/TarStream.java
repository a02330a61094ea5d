package dev.slipway.node.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a tar as layers have them: ustar, PAX and GNU's long names and holes. Our own, because
 * attributes (file capabilities) and names are bytes, which the libraries at hand turn into text.
 *
 * <p>The stream is taken for hostile: what it says of itself is bounded before it is believed.
 */
final class TarStream {
    private static final int BLOCK = 512;
    private static final int LARGEST_HEADER = 1 << 20;
    private static final int MOST_PIECES = 100_000;
    private static final String ATTRIBUTE = "SCHILY.xattr.";

    private final InputStream in;
    private final byte[] block = new byte[BLOCK];
    private final Map<String, byte[]> global = new LinkedHashMap<>();

    /** Of the entry's contents. */
    private long left;

    private long padding;

    TarStream(InputStream in) {
        this.in = in;
    }

    /** The next entry; what was not read of the last one is skipped. */
    Optional<TarEntry> next() throws IOException, ImageException {
        Map<String, byte[]> said = new LinkedHashMap<>(global);
        while (true) {
            skipRest();
            if (!readBlock() || isBlank()) {
                return Optional.empty();
            }
            checkSum();
            char type = (char) (block[156] & 0xff);
            long size = number(124, 12);
            switch (type) {
                case 'x' -> said.putAll(records(document(size)));
                case 'g' -> {
                    global.putAll(records(document(size)));
                    said.putAll(global);
                }
                case 'L' -> said.put("path", untilNul(document(size)));
                case 'K' -> said.put("linkpath", untilNul(document(size)));
                default -> {
                    return Optional.of(entry(type, size, said));
                }
            }
        }
    }

    private TarEntry entry(char type, long headerSize, Map<String, byte[]> said)
            throws IOException, ImageException {
        byte[] name = said.containsKey("path") ? value(said, "path") : name();
        long size = decimal(said, "size", headerSize);
        TarEntry.Kind kind = kind(type, name);
        if (kind != TarEntry.Kind.FILE) {
            // Only files have contents; some writers give links and folders the size of the file.
            size = kind == TarEntry.Kind.UNKNOWN ? size : 0;
        }
        long uid = decimal(said, "uid", number(108, 8));
        long gid = decimal(said, "gid", number(116, 8));
        int mode = (int) number(100, 8) & 07777;
        long[] time = time(said, number(136, 12));
        boolean devices = kind == TarEntry.Kind.CHARACTER || kind == TarEntry.Kind.BLOCK;
        int major = devices ? (int) number(329, 8) : 0;
        int minor = devices ? (int) number(337, 8) : 0;
        byte[] target =
                said.containsKey("linkpath") ? value(said, "linkpath") : text(block, 157, 100);
        List<TarEntry.Piece> pieces = new ArrayList<>();
        long length = size;
        if (type == 'S') {
            length = number(483, 12);
            oldPieces(pieces);
        }
        begin(size);
        if (said.containsKey("GNU.sparse.major")) {
            length = decimal(said, "GNU.sparse.realsize", size);
            name = said.getOrDefault("GNU.sparse.name", name);
            newPieces(pieces);
        } else if (said.containsKey("GNU.sparse.map")) {
            length = decimal(said, "GNU.sparse.size", size);
            name = said.getOrDefault("GNU.sparse.name", name);
            pieces.addAll(pieces(value(said, "GNU.sparse.map")));
        }
        checkPieces(pieces, length);
        return new TarEntry(
                kind,
                new RawName(name),
                new RawName(target),
                mode,
                uid,
                gid,
                time[0],
                (int) time[1],
                major,
                minor,
                left,
                length,
                pieces,
                attributes(said));
    }

    private static TarEntry.Kind kind(char type, byte[] name) {
        return switch (type) {
            case '0', '\0', '7', 'S' ->
                    name.length > 0 && name[name.length - 1] == '/'
                            ? TarEntry.Kind.FOLDER
                            : TarEntry.Kind.FILE;
            case '1' -> TarEntry.Kind.HARD_LINK;
            case '2' -> TarEntry.Kind.LINK;
            case '3' -> TarEntry.Kind.CHARACTER;
            case '4' -> TarEntry.Kind.BLOCK;
            case '5' -> TarEntry.Kind.FOLDER;
            case '6' -> TarEntry.Kind.FIFO;
            default -> TarEntry.Kind.UNKNOWN;
        };
    }

    private static Map<String, byte[]> attributes(Map<String, byte[]> said) {
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        said.forEach(
                (key, value) -> {
                    if (key.startsWith(ATTRIBUTE)) {
                        attributes.put(key.substring(ATTRIBUTE.length()), value);
                    }
                });
        return attributes;
    }

    private byte[] name() {
        byte[] name = text(block, 0, 100);
        boolean ustar = new String(block, 257, 6, StandardCharsets.ISO_8859_1).equals("ustar\0");
        byte[] prefix = ustar ? text(block, 345, 155) : new byte[0];
        if (prefix.length == 0) {
            return name;
        }
        byte[] both = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
        both[prefix.length] = '/';
        System.arraycopy(name, 0, both, prefix.length + 1, name.length);
        return both;
    }

    /** GNU's first form of a file with holes: a table in the header and in blocks after it. */
    private void oldPieces(List<TarEntry.Piece> pieces) throws IOException, ImageException {
        int at = 386;
        int count = 4;
        boolean more = block[482] != 0;
        while (true) {
            for (int i = 0; i < count; i++, at += 24) {
                if (block[at] != 0) {
                    pieces.add(new TarEntry.Piece(number(at, 12), number(at + 12, 12)));
                }
            }
            if (!more) {
                return;
            }
            if (!readBlock() || pieces.size() > MOST_PIECES) {
                throw broken("has a table of holes that does not end");
            }
            at = 0;
            count = 21;
            more = block[504] != 0;
        }
    }

    /** The form of PAX: a table in text before the contents, in whole blocks. */
    private void newPieces(List<TarEntry.Piece> pieces) throws IOException, ImageException {
        long count = line();
        if (count > MOST_PIECES) {
            throw broken("has too many holes");
        }
        long used = digits(count);
        for (long i = 0; i < count; i++) {
            long at = line();
            long length = line();
            used += digits(at) + digits(length);
            pieces.add(new TarEntry.Piece(at, length));
        }
        for (long rest = (BLOCK - used % BLOCK) % BLOCK; rest > 0; rest--) {
            if (read() < 0) {
                throw broken("ends in its table of holes");
            }
        }
    }

    private static int digits(long number) {
        return Long.toString(number).length() + 1;
    }

    private long line() throws IOException, ImageException {
        long number = 0;
        for (int digits = 0; ; digits++) {
            int c = read();
            if (c == '\n' && digits > 0) {
                return number;
            }
            if (c < '0' || c > '9' || digits > 17) {
                throw broken("has a table of holes that is none");
            }
            number = number * 10 + c - '0';
        }
    }

    private int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    private static List<TarEntry.Piece> pieces(byte[] map) throws ImageException {
        String[] numbers = ascii(map).split(",");
        List<TarEntry.Piece> pieces = new ArrayList<>();
        try {
            for (int i = 0; i + 1 < numbers.length; i += 2) {
                pieces.add(
                        new TarEntry.Piece(
                                Long.parseLong(numbers[i]), Long.parseLong(numbers[i + 1])));
            }
        } catch (NumberFormatException e) {
            throw new ImageException("a layer entry has a table of holes that is none", e);
        }
        return pieces;
    }

    private void checkPieces(List<TarEntry.Piece> pieces, long length) throws ImageException {
        long at = 0;
        long contents = 0;
        for (TarEntry.Piece piece : pieces) {
            if (piece.at() < at || piece.length() < 0 || piece.length() > length - piece.at()) {
                throw broken("has a table of holes that contradicts itself");
            }
            at = piece.at() + piece.length();
            contents += piece.length();
        }
        if (!pieces.isEmpty() && contents != left) {
            throw broken("has a table of holes that contradicts itself");
        }
    }

    /** Reads contents of the entry; -1 at their end. */
    int read(byte[] bytes, int from, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int n = in.read(bytes, from, (int) Math.min(length, left));
        if (n < 0) {
            throw new EOFException("unexpected EOF: a layer ends inside a file");
        }
        left -= n;
        return n;
    }

    private void begin(long size) throws ImageException {
        if (size < 0) {
            throw broken("has a negative size");
        }
        left = size;
        padding = (BLOCK - size % BLOCK) % BLOCK;
    }

    private void skipRest() throws IOException {
        try {
            in.skipNBytes(left + padding);
        } catch (EOFException e) {
            throw new IOException("unexpected EOF: a layer ends inside a file", e);
        }
        left = 0;
        padding = 0;
    }

    private byte[] document(long size) throws IOException, ImageException {
        if (size < 0 || size > LARGEST_HEADER) {
            throw broken("has a header of " + size + " bytes");
        }
        begin(size);
        byte[] bytes = in.readNBytes((int) size);
        if (bytes.length < size) {
            throw new EOFException("unexpected EOF: a layer ends inside a header");
        }
        left = 0;
        return bytes;
    }

    /** {@code LENGTH KEY=VALUE\n}, the length counting all of it. */
    private Map<String, byte[]> records(byte[] bytes) throws ImageException {
        Map<String, byte[]> records = new LinkedHashMap<>();
        int at = 0;
        while (at < bytes.length && bytes[at] != 0) {
            int length = 0;
            int i = at;
            for (; i < bytes.length && bytes[i] != ' '; i++) {
                if (bytes[i] < '0' || bytes[i] > '9' || i - at > 7) {
                    throw broken("has a PAX header that is none");
                }
                length = length * 10 + bytes[i] - '0';
            }
            int end = at + length - 1;
            int equals = i + 1;
            while (equals < end && equals < bytes.length && bytes[equals] != '=') {
                equals++;
            }
            if (end <= i || end >= bytes.length || bytes[end] != '\n' || equals >= end) {
                throw broken("has a PAX header that is none");
            }
            String key = new String(bytes, i + 1, equals - i - 1, StandardCharsets.UTF_8);
            records.put(key, Arrays.copyOfRange(bytes, equals + 1, end));
            at = end + 1;
        }
        return records;
    }

    private boolean readBlock() throws IOException {
        int n = in.readNBytes(block, 0, BLOCK);
        if (n != 0 && n != BLOCK) {
            throw new EOFException("unexpected EOF: a layer ends inside a header");
        }
        return n == BLOCK;
    }

    private boolean isBlank() {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private void checkSum() throws ImageException {
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < BLOCK; i++) {
            byte b = i >= 148 && i < 156 ? (byte) ' ' : block[i];
            unsigned += b & 0xff;
            signed += b;
        }
        long said = number(148, 8);
        if (said != unsigned && said != signed) {
            throw new ImageException("archive/tar: invalid tar header");
        }
    }

    /** Octal digits between spaces, or GNU's binary form for numbers that need more. */
    private long number(int at, int length) throws ImageException {
        if ((block[at] & 0x80) != 0) {
            long number = (block[at] & 0x40) != 0 ? -1 : 0;
            for (int i = 0; i < length; i++) {
                int b =
                        i == 0
                                ? (block[at] & 0x3f) | ((block[at] & 0x40) != 0 ? 0xc0 : 0)
                                : block[at + i] & 0xff;
                if (number > Long.MAX_VALUE >> 9 || number < Long.MIN_VALUE >> 9) {
                    throw broken("has a number that is too large");
                }
                number = number << 8 | b;
            }
            return number;
        }
        String text = ascii(text(block, at, length)).strip();
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text, 8);
        } catch (NumberFormatException e) {
            throw new ImageException("archive/tar: invalid tar header", e);
        }
    }

    private static long decimal(Map<String, byte[]> said, String key, long otherwise)
            throws ImageException {
        if (!said.containsKey(key)) {
            return otherwise;
        }
        try {
            return Long.parseLong(ascii(value(said, key)));
        } catch (NumberFormatException e) {
            throw new ImageException("a layer entry has a " + key + " that is no number", e);
        }
    }

    /** Seconds and nanoseconds; PAX has fractions. */
    private static long[] time(Map<String, byte[]> said, long header) throws ImageException {
        if (!said.containsKey("mtime")) {
            return new long[] {header, 0};
        }
        String text = ascii(value(said, "mtime"));
        int dot = text.indexOf('.');
        try {
            if (dot < 0) {
                return new long[] {Long.parseLong(text), 0};
            }
            String digits = (text.substring(dot + 1) + "000000000").substring(0, 9);
            long seconds = Long.parseLong(text.substring(0, dot));
            long nanos = Long.parseLong(digits);
            return text.startsWith("-") && nanos > 0
                    ? new long[] {seconds - 1, 1_000_000_000 - nanos}
                    : new long[] {seconds, nanos};
        } catch (NumberFormatException e) {
            throw new ImageException("a layer entry has an mtime that is no time", e);
        }
    }

    private static byte[] value(Map<String, byte[]> said, String key) {
        return said.getOrDefault(key, new byte[0]);
    }

    private static byte[] text(byte[] bytes, int at, int length) {
        return untilNul(Arrays.copyOfRange(bytes, at, at + length));
    }

    private static byte[] untilNul(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return Arrays.copyOf(bytes, i);
            }
        }
        return bytes;
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private ImageException broken(String why) {
        return new ImageException(
                "layer entry " + new String(name(), StandardCharsets.UTF_8) + " " + why);
    }
}
