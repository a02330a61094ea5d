package dev.slipway.controlplane.logfilter;

/** A parsed pattern. */
@FunctionalInterface
public interface FilterPattern {

    boolean matches(String message);

    /**
     * @param text as the caller gives it; empty matches everything
     */
    static FilterPattern parse(String text) throws FilterPatternException {
        String pattern = text.strip();
        if (pattern.isEmpty() || pattern.equals("\"\"")) {
            return _ -> true;
        }
        if (pattern.length() > 1024) {
            throw new FilterPatternException("longer than 1024 characters");
        }
        if (pattern.startsWith("{")) {
            return JsonPattern.parse(pattern);
        }
        if (pattern.startsWith("[")) {
            return ColumnPattern.parse(pattern);
        }
        return TermPattern.parse(pattern);
    }
}
