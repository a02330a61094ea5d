package dev.slipway.server.doctor;

/**
 * @param about what was looked at, in a word or two
 * @param text what is, in plain words
 * @param mend how to mend it; empty when there is nothing to mend
 */
public record Finding(Grade grade, String about, String text, String mend) {
    /** How bad it is. */
    public enum Grade {
        FINE("ok"),
        DOUBTFUL("warn"),
        BROKEN("FAIL");

        private final String word;

        Grade(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    static Finding fine(String about, String text) {
        return new Finding(Grade.FINE, about, text, "");
    }

    static Finding doubtful(String about, String text, String mend) {
        return new Finding(Grade.DOUBTFUL, about, text, mend);
    }

    static Finding broken(String about, String text, String mend) {
        return new Finding(Grade.BROKEN, about, text, mend);
    }
}
