package dev.slipway.controlplane.logfilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterPatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            textBlock =
                    """
                    ``                  ~ anything                  ~ true
                    `""`                ~ anything                  ~ true
                    ERROR               ~ an ERROR here             ~ true
                    ERROR               ~ an error here             ~ false
                    ERROR timeout       ~ timeout after ERROR       ~ true
                    ERROR timeout       ~ ERROR only                ~ false
                    ?A ?B               ~ only B                    ~ true
                    ?A ?B               ~ neither                   ~ false
                    ?A plain            ~ plain                     ~ true
                    ?A plain            ~ A                         ~ false
                    ERROR -Exiting      ~ ERROR stays               ~ true
                    ERROR -Exiting      ~ ERROR Exiting             ~ false
                    -DEBUG              ~ INFO x                    ~ true
                    "two words"         ~ just two words            ~ true
                    "two words"         ~ words two                 ~ false
                    ?"a b" ?"c d"       ~ x c d                     ~ true
                    "a \\"q\\" b"       ~ say a "q" b               ~ true
                    "back\\\\slash"     ~ back\\slash               ~ true
                    %AUTHORIZED|DENIED% ~ was DENIED                ~ true
                    %4[0-9]+ms%         ~ took 412ms                ~ true
                    %4[0-9]+ms%         ~ took 512ms                ~ false
                    %^start.*end$%      ~ start and end             ~ true
                    %\\d\\d:\\d\\d%     ~ at 12:30                  ~ true
                    %100\\%%            ~ at 100% now               ~ true
                    -%\\d%              ~ no digit                  ~ true
                    -%\\d%              ~ digit 7                   ~ false
                    """)
    void termsPhrasesAndExpressions(String pattern, String message, boolean matches)
            throws FilterPatternException {
        assertThat(FilterPattern.parse(pattern).matches(message)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            textBlock =
                    """
                    [ip, user, status]                   ~ 1.2.3.4 bob 404           ~ true
                    [ip, user, status]                   ~ 1.2.3.4 bob               ~ false
                    [ip, user, status=404]               ~ 1.2.3.4 bob 404           ~ true
                    [ip, user, status=4*]                ~ 1.2.3.4 bob 417           ~ true
                    [ip, user, status=4*]                ~ 1.2.3.4 bob 517           ~ false
                    [ip, ..., bytes>1000]                ~ 1.2.3.4 a b c 1001        ~ true
                    [ip, ..., bytes>1000]                ~ 1.2.3.4 a b c 1000        ~ false
                    [..., last=z]                        ~ a b z                     ~ true
                    [first=a, ...]                       ~ a b z                     ~ true
                    [first=a, ...]                       ~ b a z                     ~ false
                    [ip, at, request, status]            ~ h [10/Oct x] "GET / HTTP" 200 ~ true
                    [ip, at, request="GET*", status]     ~ h [10/Oct x] "GET / HTTP" 200 ~ true
                    [n>=10 && n<20]                      ~ 15                        ~ true
                    [n>=10 && n<20]                      ~ 20                        ~ false
                    [n=1 || n=2]                         ~ 2                         ~ true
                    [n=1 || n=2 && n=3]                  ~ 1                         ~ true
                    [n!=5]                               ~ 5                         ~ false
                    [n!=5]                               ~ text                      ~ true
                    [n=1]                                ~ 1.0                       ~ true
                    [n=1]                                ~ 1d                        ~ false
                    [n<=-1.5e1]                          ~ -15                       ~ true
                    [s=%^4[0-9]%]                        ~ 41                        ~ true
                    [s=%^4[0-9]%]                        ~ 51                        ~ false
                    [=x]                                 ~ x                         ~ true
                    """)
    void columns(String pattern, String message, boolean matches) throws FilterPatternException {
        assertThat(FilterPattern.parse(pattern).matches(message)).isEqualTo(matches);
    }

    private static final String JSON =
            """
            {"a":{"b":"xyz","n":5,"t":true,"f":false,"z":null},"list":["p",{"q":7}],
             "odd.name":"o","num":"12","id":"1d"}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            textBlock =
                    """
                    { $.a.b = "x*" }                            ~ true
                    { $.a.b = "*y*" }                           ~ true
                    { $.a.b = "*x" }                            ~ false
                    { $.a.b = xyz }                             ~ true
                    { $.a.b != "xyz" }                          ~ false
                    { $.a.b != "no" }                           ~ true
                    { $.a.n >= 5 }                              ~ true
                    { $.a.n > 5 }                               ~ false
                    { $.a.n < 5.5 }                             ~ true
                    { $.a.n <= 4 }                              ~ false
                    { $.a.n = 5 }                               ~ true
                    { $.a.n != 5 }                              ~ false
                    { $.a.n=5&&$.a.b="xyz" }                    ~ true
                    { $.a.b = "x*" && $.a.n >= 6 }              ~ false
                    { $.a.b = "no" || $.a.n = 5 }               ~ true
                    { $.a.n = 5 || $.a.n = 6 && $.a.b = "no" }  ~ true
                    { ($.a.n = 5 || $.a.n = 6) && $.a.b = "no" } ~ false
                    { $.a.z IS NULL }                           ~ true
                    { $.a.b IS NULL }                           ~ false
                    { $.gone IS NULL }                          ~ false
                    { $.a.t IS TRUE }                           ~ true
                    { $.a.f IS TRUE }                           ~ false
                    { $.a.f IS FALSE }                          ~ true
                    { $.gone NOT EXISTS }                       ~ true
                    { $.a NOT EXISTS }                          ~ false
                    { $.list[0] = "p" }                         ~ true
                    { $.list[1].q = 7 }                         ~ true
                    { $.list[2] NOT EXISTS }                    ~ true
                    { $.a.b = %^x[a-z]+$% }                     ~ true
                    { $.a.b = %^y% }                            ~ false
                    { $.['odd.name'] = "o" }                    ~ true
                    { $["odd.name"] = "o" }                     ~ true
                    { $["[x"] NOT EXISTS }                      ~ true
                    { $.num > 11 }                              ~ true
                    { $.id = 1 }                                ~ false
                    { $.a = "x" }                               ~ false
                    """)
    void json(String pattern, boolean matches) throws FilterPatternException {
        assertThat(FilterPattern.parse(pattern).matches(JSON)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "[1]", "{\"n\":1", "{\"n\":1} and more", "null"})
    void whatIsNoJsonObjectMatchesNoJsonPattern(String message) throws FilterPatternException {
        assertThat(FilterPattern.parse("{ $.gone NOT EXISTS }").matches(message)).isFalse();
        assertThat(FilterPattern.parse("{ $.n = 1 }").matches(message)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo-bar",
                "a.b",
                "\"open",
                "%open",
                "?",
                "-",
                "- a",
                "%(a)%",
                "%a{3}%",
                "%[%",
                "%a% %b% %c%",
                "[a",
                "[a, b",
                "[a b]",
                "[..., x, ...]",
                "[a=]",
                "[a>x]",
                "[a] b",
                "[a=%x% || a=%y% || a=%z%]",
                "{",
                "{}",
                "{ $.a }",
                "{ a = 1 }",
                "{ $.a = }",
                "{ $.a = 1",
                "{ $.a = 1 } x",
                "{ $.a > \"x\" }",
                "{ $.a IS 5 }",
                "{ $.a NOT 5 }",
                "{ ($.a = 1 }",
                "{ $.a..b = 1 }",
                "{ $.a[x] = 1 }",
                "{ $.a = 1 && }",
                "{ $.a = \"x }"
            })
    void invalidPatternsAreRefused(String pattern) {
        assertThatThrownBy(() -> FilterPattern.parse(pattern))
                .isInstanceOf(FilterPatternException.class);
    }

    @Test
    void longAndDeepPatternsAreRefused() {
        assertThatThrownBy(() -> FilterPattern.parse("a".repeat(1025)))
                .isInstanceOf(FilterPatternException.class);
        assertThatThrownBy(() -> FilterPattern.parse("{" + "(".repeat(900)))
                .isInstanceOf(FilterPatternException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[x=*a*a*a*a*a*a*a*a*a*a*b]", "%a*a*a*a*a*a*a*a*b%", "[x=%.*.*.*.*.*c%]"})
    void noPatternKeepsTheServerBusy(String pattern) throws FilterPatternException {
        FilterPattern parsed = FilterPattern.parse(pattern);
        String message = "a".repeat(200_000);
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(parsed.matches(message)).isFalse());
    }
}
