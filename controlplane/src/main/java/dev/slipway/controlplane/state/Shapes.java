package dev.slipway.controlplane.state;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Finds the shape of Java types, once, when state is opened; so a component that cannot be stored
 * is a refusal at start, not at the first write.
 */
final class Shapes {
    private static final List<Class<?>> MAPS =
            List.of(Map.class, SortedMap.class, SequencedMap.class);
    private static final List<Class<?>> MANY = List.of(List.class, Set.class, SortedSet.class);

    private final Map<Class<?>, Shape> known = new HashMap<>();

    RecordShape ofRecord(Class<?> type) {
        if (known.get(type) instanceof RecordShape shape) {
            return shape;
        }
        RecordShape shape = new RecordShape(type);
        known.put(type, shape);
        for (RecordComponent component : type.getRecordComponents()) {
            shape.add(
                    component,
                    of(
                            component.getGenericType(),
                            type.getSimpleName() + "." + component.getName()));
        }
        return shape;
    }

    private Shape of(Type type, String where) {
        return switch (type) {
            case Class<?> plain -> ofClass(plain, where);
            case ParameterizedType parameterized -> ofParameterized(parameterized, where);
            default -> throw unstorable(type, where);
        };
    }

    private Shape ofClass(Class<?> type, String where) {
        ScalarShape scalar = ScalarShape.BY_TYPE.get(type);
        if (scalar != null) {
            return scalar;
        }
        if (type.isEnum()) {
            return ScalarShape.ofEnum(type);
        }
        if (type.isRecord()) {
            return ofRecord(type);
        }
        if (type.isInterface() && type.isSealed()) {
            return ofSealed(type, where);
        }
        if (type == OptionalInt.class) {
            return new OptionalShape(type, ofClass(int.class, where));
        }
        if (type == OptionalLong.class) {
            return new OptionalShape(type, ofClass(long.class, where));
        }
        throw unstorable(type, where);
    }

    private Shape ofParameterized(ParameterizedType type, String where) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] arguments = type.getActualTypeArguments();
        if (raw == Optional.class) {
            return new OptionalShape(raw, present(of(arguments[0], where), where));
        }
        if (MANY.contains(raw)) {
            return new ManyShape(raw, present(of(arguments[0], where), where));
        }
        if (MAPS.contains(raw) && arguments[0] == String.class) {
            return new MapShape(raw, present(of(arguments[1], where), where));
        }
        throw unstorable(type, where);
    }

    /** Only a record's member can be missing. */
    private static Shape present(Shape shape, String where) {
        if (shape instanceof OptionalShape) {
            throw new IllegalArgumentException(
                    where + ": an optional inside another value cannot be stored");
        }
        return shape;
    }

    private SealedShape ofSealed(Class<?> type, String where) {
        if (known.get(type) instanceof SealedShape shape) {
            return shape;
        }
        SealedShape shape = new SealedShape(type);
        known.put(type, shape);
        addAlternatives(shape, type, where);
        return shape;
    }

    private void addAlternatives(SealedShape shape, Class<?> type, String where) {
        for (Class<?> alternative : type.getPermittedSubclasses()) {
            if (alternative.isRecord()) {
                shape.add(alternative, ofRecord(alternative));
            } else if (alternative.isInterface() && alternative.isSealed()) {
                addAlternatives(shape, alternative, where);
            } else {
                throw unstorable(alternative, where);
            }
        }
    }

    private static IllegalArgumentException unstorable(Type type, String where) {
        return new IllegalArgumentException(
                where + ": values of type " + type.getTypeName() + " cannot be stored");
    }
}
