package dev.slipway.node.image;

import java.nio.charset.StandardCharsets;

/** A name as Linux has it: bytes, whatever they mean to anyone. */
final class RawName {
    private final byte[] bytes;

    RawName(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** For people. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
