package dev.slipway.controlplane.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;

/**
 * How a Java type looks as JSON. A value that is its type's {@link #absent} one is left out of its
 * record, and a member that is missing, or JSON null, is read as that; so a component that is added
 * to a record later needs no migration when its type has one.
 */
sealed interface Shape
        permits ScalarShape, OptionalShape, ManyShape, MapShape, RecordShape, SealedShape {

    void write(JsonGenerator out, Object value) throws IOException;

    /**
     * @param where the way to this value, for messages
     * @throws IllegalStateException when the JSON does not fit
     */
    Object read(JsonNode json, String where);

    /** What a missing member means; empty when it must not be missing. */
    Optional<Object> absent();

    static IllegalStateException unreadable(String where, String why) {
        return new IllegalStateException(where + ": " + why);
    }
}
