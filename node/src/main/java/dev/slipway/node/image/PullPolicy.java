package dev.slipway.node.image;

import java.util.Optional;

/** When a registry is asked about an image that is here. */
public enum PullPolicy {
    /** For every task, as Fargate does; without the registry the task fails. */
    ALWAYS("always"),

    /**
     * What was imported, and what a digest names, is used at once. For a tag that was pulled the
     * registry is asked what it means now; when the registry cannot be reached, what is here is
     * used and the task says so.
     */
    PREFER_CACHED("prefer-cached");

    private final String word;

    PullPolicy(String word) {
        this.word = word;
    }

    /** As users write it. */
    public String word() {
        return word;
    }

    /** The policy that users write so. */
    public static Optional<PullPolicy> of(String word) {
        for (PullPolicy policy : values()) {
            if (policy.word.equals(word)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }
}
