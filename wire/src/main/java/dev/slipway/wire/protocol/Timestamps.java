package dev.slipway.wire.protocol;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Points in time as text and numbers; AWS keeps milliseconds. */
final class Timestamps {
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final DateTimeFormatter ISO =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
    private static final DateTimeFormatter RFC_822 =
            DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT).withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /** Such as {@code 1700000000.123}; whole seconds have no fraction. */
    static String epochSeconds(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli())
                .movePointLeft(3)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Such as {@code 2026-01-02T03:04:05.678Z}. */
    static String iso8601(Instant time) {
        return ISO.format(time);
    }

    static String rfc822(Instant time) {
        return RFC_822.format(time);
    }

    /**
     * @throws DateTimeException when the number is beyond what a time can be
     */
    static Instant ofEpochSeconds(BigDecimal seconds) {
        try {
            return Instant.ofEpochMilli(seconds.multiply(THOUSAND).toBigInteger().longValueExact());
        } catch (ArithmeticException e) {
            throw new DateTimeException("beyond time: " + seconds, e);
        }
    }

    /** Accepts offsets and any precision, as AWS does. */
    static Instant ofIso8601(String text) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
    }

    static Instant ofRfc822(String text) {
        return RFC_822.parse(text, Instant::from);
    }
}
