package dev.slipway.wire.protocol;

import dev.slipway.wire.Incoming;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The parameters of a query request, from its URL and its body; the first of a name counts. */
public final class Form {
    private final NavigableMap<String, String> parameters = new TreeMap<>();

    private Form() {}

    /** Of a request whose body is not compressed any more. */
    public static Form of(Incoming request) {
        Form form = new Form();
        form.add(request.query());
        form.add(new String(request.body(), StandardCharsets.UTF_8));
        return form;
    }

    private void add(String text) {
        for (Map.Entry<String, String> each : Incoming.fields(text)) {
            parameters.putIfAbsent(each.getKey(), each.getValue());
        }
    }

    /** Empty when the parameter is absent. */
    public String value(String name) {
        return parameters.getOrDefault(name, "");
    }

    public String action() {
        return value("Action");
    }

    public String version() {
        return value("Version");
    }

    NavigableMap<String, String> parameters() {
        return parameters;
    }
}
