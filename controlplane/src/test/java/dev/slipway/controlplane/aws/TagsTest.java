package dev.slipway.controlplane.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TagsTest {

    @Test
    void theLimitsThemselvesAreAllowed() {
        List<Tag> fifty =
                IntStream.range(0, 50)
                        .mapToObj(
                                i ->
                                        new Tag(
                                                "k".repeat(126) + "%02d".formatted(i),
                                                "v".repeat(256)))
                        .toList();
        assertThat(Tags.problem(fifty)).isEmpty();
        assertThat(Tags.problem(List.of(new Tag("größe _.:/=+-@1", "")))).isEmpty();
    }

    @Test
    void oneMoreThanALimitIsNamed() {
        List<Tag> fiftyOne = IntStream.range(0, 51).mapToObj(i -> new Tag("k" + i, "")).toList();
        assertThat(Tags.problem(fiftyOne)).contains("A resource can have at most 50 tags.");
        assertThat(problem("", "v")).contains("Tag keys must not be null or empty.");
        assertThat(problem("k".repeat(129), "")).get().asString().contains("128");
        assertThat(problem("k", "v".repeat(257))).get().asString().contains("256");
    }

    @Test
    void reservedAndStrangeKeysAreNamed() {
        assertThat(problem("aws:x", "")).get().asString().contains("reserved");
        assertThat(problem("AwS:x", "")).get().asString().contains("reserved");
        assertThat(problem("a*b", "")).get().asString().contains("'a*b'");
        assertThat(problem("k", "a;b")).get().asString().contains("'k'");
        assertThat(Tags.problem(List.of(new Tag("k", "1"), new Tag("k", "2"))))
                .contains("Duplicate tag key 'k'.");
        assertThat(Tags.problem(List.of(new Tag("k", "1"), new Tag("K", "2")))).isEmpty();
    }

    @Test
    void taggingOverwritesTheSameKeyAndKeepsTheOthers() {
        Tags tags = Tags.of(List.of(new Tag("a", "1"), new Tag("b", "2")));
        Tags more = tags.with(Tags.of(List.of(new Tag("c", "4"), new Tag("a", "3"))));
        assertThat(more.list())
                .containsExactly(new Tag("a", "3"), new Tag("b", "2"), new Tag("c", "4"));
        assertThat(more.without(List.of("a", "zz")).list())
                .containsExactly(new Tag("b", "2"), new Tag("c", "4"));
    }

    private static Optional<String> problem(String key, String value) {
        return Tags.problem(List.of(new Tag(key, value)));
    }
}
