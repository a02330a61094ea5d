package dev.slipway.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StoredFormTest {
    private static final Key KEY = new Key("000000000000", "us-east-1", "x");

    enum Colour {
        RED,
        BLUE
    }

    sealed interface Peer {
        record Cidr(String block) implements Peer {}

        record Group(String id) implements Peer {}
    }

    record Leaf(String name, List<Leaf> children) {}

    record Everything(
            String text,
            int number,
            long big,
            double fraction,
            boolean flag,
            Instant at,
            Duration takes,
            Colour colour,
            Optional<Instant> maybe,
            OptionalInt maybeInt,
            OptionalLong maybeLong,
            List<Peer> peers,
            Set<String> set,
            SortedSet<String> sorted,
            Map<String, String> map,
            SortedMap<String, Integer> sortedMap,
            Leaf tree) {}

    record Lenient(
            String text,
            int number,
            boolean flag,
            Optional<String> maybe,
            List<String> list,
            Map<String, String> map,
            Duration takes) {}

    @Test
    void everyTypeSurvives() {
        Everything full =
                new Everything(
                        "\u00fc\u20ac\ud83d\ude00\n\"",
                        -1,
                        Long.MAX_VALUE,
                        0.1,
                        true,
                        Instant.parse("2026-01-02T03:04:05.123456789Z"),
                        Duration.ofMillis(1500),
                        Colour.BLUE,
                        Optional.of(Instant.EPOCH),
                        OptionalInt.of(0),
                        OptionalLong.of(7),
                        List.of(new Peer.Group("sg-1"), new Peer.Cidr("10.0.0.0/8")),
                        Set.of("b", "a"),
                        new TreeSet<>(Set.of("b", "a")),
                        Map.of("k", ""),
                        new TreeMap<>(Map.of("k", 0)),
                        new Leaf("root", List.of(new Leaf("", List.of()))));

        assertThat(there(full)).isEqualTo(full);
    }

    @Test
    void whatIsMissingIsReadAsNothingOfItsType() {
        assertThat(form(Lenient.class).decode(utf8("{\"number\":null}"), 1, KEY))
                .isEqualTo(
                        new Lenient(
                                "",
                                0,
                                false,
                                Optional.empty(),
                                List.of(),
                                Map.of(),
                                Duration.ZERO));
    }

    @Test
    void whatIsNothingOfItsTypeIsNotWritten() {
        Lenient nothing =
                new Lenient("", 0, false, Optional.empty(), List.of(), Map.of(), Duration.ZERO);

        assertThat(json(nothing)).isEqualTo("{}");
    }

    @Test
    void aMemberThatNobodyKnowsIsPassedOver() {
        assertThat(form(Leaf.class).decode(utf8("{\"name\":\"a\",\"later\":{\"x\":1}}"), 1, KEY))
                .isEqualTo(new Leaf("a", List.of()));
    }

    @Test
    void aMissingMemberWithoutADefaultIsRefusedByName() {
        record Dated(Leaf leaf, Instant at) {}

        assertThatThrownBy(() -> form(Dated.class).decode(utf8("{\"leaf\":{}}"), 1, KEY))
                .hasMessageContaining("000000000000/us-east-1/x.at: is missing");
    }

    @Test
    void whatDoesNotFitIsRefusedByItsPlace() {
        assertThatThrownBy(
                        () ->
                                form(Leaf.class)
                                        .decode(utf8("{\"children\":[{\"name\":3}]}"), 1, KEY))
                .hasMessageContaining("x.children[0].name: not a value of type text");
    }

    @Test
    void equalMapsGiveEqualBytesAndAnOrderIsKept() {
        record Holder(Map<String, String> map) {}
        Map<String, String> ordered = new LinkedHashMap<>();
        ordered.put("z", "1");
        ordered.put("a", "2");

        assertThat(json(new Holder(ordered))).isEqualTo("{\"map\":{\"z\":\"1\",\"a\":\"2\"}}");
        assertThat(json(new Holder(Map.of("z", "1", "a", "2", "m", "3"))))
                .isEqualTo("{\"map\":{\"a\":\"2\",\"m\":\"3\",\"z\":\"1\"}}");
    }

    @Test
    void anOlderVersionIsBroughtOn() {
        record Named(String fullName) {}
        Kind<Named> third = Kind.of("named", Named.class, 3);
        List<Migration> migrations =
                List.of(
                        new Migration("named", 1, json -> json.set("name", json.remove("n"))),
                        new Migration(
                                "named", 2, json -> json.set("fullName", json.remove("name"))));
        StoredForm form = new StoredForm(third, migrations, new Shapes());

        assertThat(form.decode(utf8("{\"n\":\"a\"}"), 1, KEY)).isEqualTo(new Named("a"));
        assertThat(form.decode(utf8("{\"name\":\"a\"}"), 2, KEY)).isEqualTo(new Named("a"));
        assertThatThrownBy(() -> form.decode(utf8("{}"), 4, KEY))
                .hasMessageContaining("a newer release wrote it");
    }

    @Test
    void aVersionWithoutItsMigrationIsRefusedAtStart() {
        Kind<Leaf> second = Kind.of("leaf", Leaf.class, 2);

        assertThatThrownBy(() -> new StoredForm(second, List.of(), new Shapes()))
                .hasMessage("leaf lacks a migration from version 1");
    }

    @Test
    void aTypeThatCannotBeStoredIsRefusedAtStart() {
        record Bad(Object anything) {}
        record Nested(List<Optional<String>> maybes) {}

        assertThatThrownBy(() -> form(Bad.class))
                .hasMessage("Bad.anything: values of type java.lang.Object cannot be stored");
        assertThatThrownBy(() -> form(Nested.class)).hasMessageContaining("Nested.maybes");
    }

    private static Record there(Record value) {
        StoredForm form = form(value.getClass());
        return form.decode(form.encode(value), 1, KEY);
    }

    private static String json(Record value) {
        return new String(form(value.getClass()).encode(value), StandardCharsets.UTF_8);
    }

    private static StoredForm form(Class<? extends Record> type) {
        return new StoredForm(Kind.of("test", type), List.of(), new Shapes());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
