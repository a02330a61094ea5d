package dev.slipway.node.agent;

/**
 * What a container is made of on its machine.
 *
 * @param body the container itself, from creation to removal
 * @param imageDigest empty until known
 * @param imageNote what its owner should know about how the image was had; empty: nothing
 */
record Parts(Piece image, Piece log, Piece body, String imageDigest, String imageNote) {
    static final Parts NONE = new Parts(Piece.ABSENT, Piece.ABSENT, Piece.ABSENT, "", "");

    /** All that must be there before its program may run. */
    boolean startable() {
        return body.is(Piece.State.READY) && log.is(Piece.State.READY);
    }

    Parts withImage(Piece next) {
        return new Parts(next, log, body, imageDigest, imageNote);
    }

    Parts fetched(String digest, String note) {
        return new Parts(Piece.READY, log, body, digest, note);
    }

    Parts withLog(Piece next) {
        return new Parts(image, next, body, imageDigest, imageNote);
    }

    Parts withBody(Piece next) {
        return new Parts(image, log, next, imageDigest, imageNote);
    }

    /** It runs, so all of it is there. */
    Parts whole() {
        return new Parts(Piece.READY, Piece.READY, Piece.READY, imageDigest, imageNote);
    }
}
