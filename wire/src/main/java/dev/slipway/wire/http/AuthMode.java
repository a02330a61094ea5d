package dev.slipway.wire.http;

/** How much a request must prove. */
public enum AuthMode {
    /** Every request carries a valid signature of a known key. */
    ENFORCE,
    /**
     * Any key and signature will do, and none; a 12-digit access key id names the account. Never
     * beyond loopback.
     */
    OPEN
}
