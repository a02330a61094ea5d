package dev.slipway.controlplane.logfilter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code { $.a.b = "x*" && ($.n >= 5 || $.list[0] NOT EXISTS) }}. A message that is no JSON object
 * matches nothing.
 */
final class JsonPattern implements FilterPattern {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Pattern STEP =
            Pattern.compile(
                    "\\.([A-Za-z0-9_\\-]+)|\\[([0-9]{1,6})\\]|\\.?\\[\"([^\"]+)\"\\]|\\.?\\['([^']+)'\\]");
    private static final int DEEPEST = 50;

    private final Predicate<JsonNode> condition;

    private JsonPattern(Predicate<JsonNode> condition) {
        this.condition = condition;
    }

    static JsonPattern parse(String pattern) throws FilterPatternException {
        PatternReader in = new PatternReader(pattern);
        in.expect("{");
        Predicate<JsonNode> condition = alternatives(in, 0);
        in.expect("}");
        if (!in.atEnd()) {
            throw new FilterPatternException(
                    "something follows the closing } at position " + in.position());
        }
        return new JsonPattern(condition);
    }

    private static Predicate<JsonNode> alternatives(PatternReader in, int depth)
            throws FilterPatternException {
        Predicate<JsonNode> left = together(in, depth);
        while (in.take("||")) {
            left = left.or(together(in, depth));
        }
        return left;
    }

    private static Predicate<JsonNode> together(PatternReader in, int depth)
            throws FilterPatternException {
        Predicate<JsonNode> left = single(in, depth);
        while (in.take("&&")) {
            left = left.and(single(in, depth));
        }
        return left;
    }

    private static Predicate<JsonNode> single(PatternReader in, int depth)
            throws FilterPatternException {
        if (depth > DEEPEST) {
            throw new FilterPatternException("parentheses are nested deeper than " + DEEPEST);
        }
        if (in.take("(")) {
            Predicate<JsonNode> inner = alternatives(in, depth + 1);
            in.expect(")");
            return inner;
        }
        in.expect("$");
        List<Step> path = path(in);
        if (in.takeKeyword("IS")) {
            if (in.takeKeyword("NULL")) {
                return root -> at(root, path).isNull();
            }
            if (in.takeKeyword("TRUE")) {
                return root -> at(root, path).isBoolean() && at(root, path).booleanValue();
            }
            if (in.takeKeyword("FALSE")) {
                return root -> at(root, path).isBoolean() && !at(root, path).booleanValue();
            }
            throw new FilterPatternException(
                    "IS wants NULL, TRUE or FALSE at position " + in.position());
        }
        if (in.takeKeyword("NOT")) {
            if (!in.takeKeyword("EXISTS")) {
                throw new FilterPatternException("NOT wants EXISTS at position " + in.position());
            }
            return root -> at(root, path).isMissingNode();
        }
        for (String operator : Comparison.OPERATORS) {
            if (in.take(operator)) {
                Comparison comparison = Comparison.read(in, operator, " )}&|\t");
                return root ->
                        at(root, path).isValueNode() && comparison.holds(at(root, path).asText());
            }
        }
        throw new FilterPatternException("a comparison is missing at position " + in.position());
    }

    private static List<Step> path(PatternReader in) throws FilterPatternException {
        List<Step> steps = new ArrayList<>();
        while (in.peek() == '.' || in.peek() == '[') {
            Matcher step = in.take(STEP);
            steps.add(
                    step.group(2) != null
                            ? new Step("", Integer.parseInt(step.group(2)))
                            : new Step(name(step), -1));
        }
        return steps;
    }

    private static String name(Matcher step) {
        String plain = step.group(1);
        String quoted = step.group(3);
        return plain != null ? plain : quoted != null ? quoted : step.group(4);
    }

    private static JsonNode at(JsonNode root, List<Step> path) {
        JsonNode node = root;
        for (Step step : path) {
            node = step.index() >= 0 ? node.path(step.index()) : node.path(step.name());
        }
        return node;
    }

    /**
     * @param index in a list; -1 when the name of a member counts
     */
    private record Step(String name, int index) {}

    @Override
    public boolean matches(String message) {
        try {
            JsonNode root = JSON.readTree(message);
            return root != null && root.isObject() && condition.test(root);
        } catch (JsonProcessingException _) {
            return false;
        }
    }
}
