package dev.slipway.controlplane.state;

import java.util.Optional;

/**
 * A record as the journal keeps it: the newest write to its key.
 *
 * @param version of the kind's JSON form that was sealed
 * @param sealed empty when the record was deleted
 */
public record StoredRow(
        String kind, Key key, long revision, int version, Optional<byte[]> sealed) {}
