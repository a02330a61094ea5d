package dev.slipway.node.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A tar with whatever one likes in it. */
final class LayerTar {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

    LayerTar() {
        tar.setAddPaxHeadersForNonAsciiNames(true);
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    LayerTar file(String name, String text) throws IOException {
        return file(name, text.getBytes(StandardCharsets.UTF_8), 0644, 0, 0);
    }

    LayerTar file(String name, String text, int mode, int uid, int gid) throws IOException {
        return file(name, text.getBytes(StandardCharsets.UTF_8), mode, uid, gid);
    }

    LayerTar file(String name, byte[] contents, int mode, int uid, int gid) throws IOException {
        var entry = new TarArchiveEntry(name, true);
        entry.setMode(mode);
        entry.setIds(uid, gid);
        entry.setSize(contents.length);
        return put(entry, contents);
    }

    LayerTar folder(String name) throws IOException {
        return put(new TarArchiveEntry(name + "/"), new byte[0]);
    }

    LayerTar link(String name, String target) throws IOException {
        var entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        return put(entry, new byte[0]);
    }

    LayerTar hard(String name, String target) throws IOException {
        var entry = new TarArchiveEntry(name, TarConstants.LF_LINK);
        entry.setLinkName(target);
        return put(entry, new byte[0]);
    }

    LayerTar device(String name, int major, int minor) throws IOException {
        var entry = new TarArchiveEntry(name, TarConstants.LF_CHR);
        entry.setDevMajor(major);
        entry.setDevMinor(minor);
        return put(entry, new byte[0]);
    }

    LayerTar put(TarArchiveEntry entry, byte[] contents) throws IOException {
        tar.putArchiveEntry(entry);
        tar.write(contents);
        tar.closeArchiveEntry();
        return this;
    }

    /** Bytes between two entries, as they are. */
    LayerTar raw(byte[] blocks) throws IOException {
        tar.flush();
        bytes.write(blocks);
        return this;
    }

    byte[] bytes() throws IOException {
        tar.close();
        return bytes.toByteArray();
    }

    static byte[] gzip(byte[] plain) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        return packed.toByteArray();
    }
}
