package dev.slipway.controlplane.aws;

import java.util.List;
import java.util.Optional;

/**
 * One page of a listing.
 *
 * @param nextToken absent on the last page
 */
public record Page<T>(List<T> items, Optional<String> nextToken) {
    public Page {
        items = List.copyOf(items);
    }
}
