package dev.slipway.controlplane.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** One kind's records as bytes and back. */
final class StoredForm {
    private static final JsonMapper JSON = new JsonMapper();

    private final Kind<?> kind;
    private final RecordShape shape;
    private final TreeMap<Integer, UnaryOperator<ObjectNode>> steps = new TreeMap<>();

    StoredForm(Kind<?> kind, List<Migration> migrations, Shapes shapes) {
        this.kind = kind;
        this.shape = shapes.ofRecord(kind.type());
        for (Migration migration : migrations) {
            if (migration.kind().equals(kind.name())
                    && steps.put(migration.from(), migration.step()) != null) {
                throw new IllegalArgumentException(
                        "two migrations of " + kind.name() + " from version " + migration.from());
            }
        }
        for (int version = 1; version < kind.version(); version++) {
            if (!steps.containsKey(version)) {
                throw new IllegalArgumentException(
                        kind.name() + " lacks a migration from version " + version);
            }
        }
    }

    Kind<?> kind() {
        return kind;
    }

    byte[] encode(Record value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            shape.write(out, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * @throws IllegalStateException when the bytes do not fit the kind, or a newer release wrote
     *     them
     */
    Record decode(byte[] bytes, int version, Key key) {
        String where = kind.name() + " " + key.account() + "/" + key.region() + "/" + key.name();
        if (version > kind.version()) {
            throw new IllegalStateException(
                    where
                            + " is stored in version "
                            + version
                            + ", this release knows version "
                            + kind.version()
                            + ": a newer release wrote it");
        }
        try {
            JsonNode json = JSON.readTree(bytes);
            for (int from = version; from < kind.version(); from++) {
                UnaryOperator<ObjectNode> step = steps.get(from);
                if (step == null || !(json instanceof ObjectNode object)) {
                    throw Shape.unreadable(where, "cannot be brought on from version " + from);
                }
                json = step.apply(object);
            }
            return (Record) shape.read(json, where);
        } catch (IOException e) {
            throw new IllegalStateException(where + ": is not JSON", e);
        }
    }
}
