package dev.slipway.controlplane.state;

/** Seals nothing: for state that never reaches a disk. */
public final class PlainSeal implements Seal {
    @Override
    public byte[] seal(byte[] clear, byte[] context) {
        return clear.clone();
    }

    @Override
    public byte[] open(byte[] sealed, byte[] context) {
        return sealed.clone();
    }
}
