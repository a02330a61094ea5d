package dev.slipway.wire.facts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON resource as plain maps, lists and scalars: data binding would cost a tenth of a second at
 * start.
 */
final class JsonTree {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonTree() {}

    static Map<String, Object> read(InputStream resource) {
        try (JsonParser parser = FACTORY.createParser(resource)) {
            parser.nextToken();
            return object(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> parser.getText();
        };
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            map.put(name, value(parser));
        }
        return map;
    }

    @SuppressWarnings("unchecked") // what read() made of a JSON object
    static Map<String, Object> map(Map<String, Object> in, String name) {
        return in.get(name) instanceof Map<?, ?> found ? (Map<String, Object>) found : Map.of();
    }

    static List<String> strings(Map<String, Object> in, String name) {
        return in.get(name) instanceof List<?> found
                ? found.stream().map(Object::toString).toList()
                : List.of();
    }

    static String text(Map<String, Object> in, String name) {
        return in.get(name) instanceof String found ? found : "";
    }
}
