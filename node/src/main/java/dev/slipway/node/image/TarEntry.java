package dev.slipway.node.image;

import java.util.List;
import java.util.Map;

/**
 * One entry of a layer, as it says it is. Names are bytes: a layer is older than anyone's locale.
 *
 * @param name as written, with slashes and dots
 * @param target of a link
 * @param size of the contents in the stream
 * @param length of the file: larger than the contents where it has holes
 * @param pieces where the contents belong in a file with holes; empty: one after the other
 * @param attributes extended attributes by name
 */
record TarEntry(
        Kind kind,
        RawName name,
        RawName target,
        int mode,
        long uid,
        long gid,
        long seconds,
        int nanos,
        int major,
        int minor,
        long size,
        long length,
        List<Piece> pieces,
        Map<String, byte[]> attributes) {

    enum Kind {
        FILE,
        FOLDER,
        LINK,
        HARD_LINK,
        CHARACTER,
        BLOCK,
        FIFO,
        UNKNOWN
    }

    /** A part of a file that has contents. */
    record Piece(long at, long length) {}
}
