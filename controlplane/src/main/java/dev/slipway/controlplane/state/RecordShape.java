package dev.slipway.controlplane.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A record as a JSON object, its components by name in the order of their declaration. Members that
 * no component is named after are passed over: a newer release wrote them, or an older one.
 */
final class RecordShape implements Shape {
    private final Class<?> type;
    private final Constructor<?> constructor;

    /** Filled in after construction, so that a record can hold records of its own type. */
    private final List<Member> members = new ArrayList<>();

    private record Member(String name, Method accessor, Shape shape) {}

    RecordShape(Class<?> type) {
        this.type = type;
        Class<?>[] types =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            this.constructor = type.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " lacks its canonical constructor", e);
        }
        constructor.setAccessible(true);
    }

    void add(RecordComponent component, Shape shape) {
        component.getAccessor().setAccessible(true);
        members.add(new Member(component.getName(), component.getAccessor(), shape));
    }

    @Override
    public Optional<Object> absent() {
        return Optional.empty();
    }

    @Override
    public void write(JsonGenerator out, Object value) throws IOException {
        out.writeStartObject();
        writeMembers(out, value);
        out.writeEndObject();
    }

    void writeMembers(JsonGenerator out, Object value) throws IOException {
        for (Member member : members) {
            Object component = component(member, value);
            if (member.shape().absent().filter(component::equals).isEmpty()) {
                out.writeFieldName(member.name());
                member.shape().write(out, component);
            }
        }
    }

    private Object component(Member member, Object value) {
        Object component;
        try {
            component = member.accessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + member.accessor(), e);
        }
        if (component == null) {
            throw new IllegalArgumentException(
                    type.getSimpleName() + "." + member.name() + " is null: absence has a value");
        }
        return component;
    }

    @Override
    public Object read(JsonNode json, String where) {
        if (!json.isObject()) {
            throw Shape.unreadable(where, "not an object: " + json.getNodeType());
        }
        Object[] components = new Object[members.size()];
        for (int i = 0; i < components.length; i++) {
            components[i] = read(members.get(i), json, where);
        }
        try {
            return constructor.newInstance(components);
        } catch (InvocationTargetException e) {
            throw Shape.unreadable(where, type.getSimpleName() + " refuses it: " + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type, e);
        }
    }

    private Object read(Member member, JsonNode json, String where) {
        JsonNode found = json.path(member.name());
        String there = where + "." + member.name();
        if (found.isMissingNode() || found.isNull()) {
            return member.shape()
                    .absent()
                    .orElseThrow(
                            () ->
                                    Shape.unreadable(
                                            there,
                                            "is missing and has no default: a migration is"
                                                    + " needed"));
        }
        return member.shape().read(found, there);
    }
}
