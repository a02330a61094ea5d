package dev.slipway.controlplane.ec2.lookup;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Tags as EC2 answers them. */
public final class TagSet {
    private TagSet() {}

    /** In the order of their keys. */
    public static List<Tag> of(Map<String, String> tags) {
        return new TreeMap<>(tags)
                .entrySet().stream()
                        .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                        .toList();
    }
}
