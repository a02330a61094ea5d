package dev.slipway.wire.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.wire.AccessKeys.AccessKey;
import dev.slipway.wire.Caller;
import dev.slipway.wire.Incoming;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases that AWS publishes for implementers of Signature Version 4. */
class PublishedCasesTest {
    private static final Caller CALLER = new Caller("123456789012", "arn", "id", "AKIDEXAMPLE");

    @TestFactory
    Stream<DynamicTest> everyPublishedHeaderSignatureIsAccepted() throws IOException {
        return cases("header");
    }

    @TestFactory
    Stream<DynamicTest> everyPublishedQuerySignatureIsAccepted() throws IOException {
        return cases("query");
    }

    private static Stream<DynamicTest> cases(String form) throws IOException {
        try (InputStream in =
                PublishedCasesTest.class.getResourceAsStream("sigv4-test-suite.json")) {
            JsonNode suite = new ObjectMapper().readTree(in);
            assertThat(suite).hasSize(38);
            return suite.properties().stream()
                    .map(
                            each ->
                                    DynamicTest.dynamicTest(
                                            each.getKey(), () -> accepted(each.getValue(), form)));
        }
    }

    private static void accepted(JsonNode published, String form) {
        JsonNode context = published.get("context");
        String text = published.get(form + "-signed-request").asText();
        String token = context.at("/credentials/token").asText("");
        if (context.path("omit_session_token").asBoolean() && form.equals("query")) {
            // The token was put into the query after signing, which no service of ours allows.
            text = text.replaceFirst("&X-Amz-Security-Token=[^&]*", "");
            token = "";
        }
        Incoming request = parse(text, Instant.parse(context.get("timestamp").asText()));
        assertThat(Claim.of(request)).isInstanceOf(Claim.Signed.class);
        Claim.Signed claim = (Claim.Signed) Claim.of(request);
        Canonical.PathStyle style =
                context.get("normalize").asBoolean()
                        ? Canonical.PathStyle.NORMALISED
                        : Canonical.PathStyle.ENCODED;

        String payload = published.get(form + "-canonical-request").asText();
        assertThat(
                        Canonical.request(
                                request, claim, style, payload.substring(payload.length() - 64)))
                .isEqualTo(payload);

        String secret = context.at("/credentials/secret_access_key").asText();
        AccessKey key = new AccessKey(secret, token, CALLER);
        SignatureCheck check =
                new SignatureCheck(
                        id -> id.equals("AKIDEXAMPLE") ? Optional.of(key) : Optional.empty());
        assertThat(check.check(request, claim, "service", style).caller()).isEqualTo(CALLER);
    }

    static Incoming parse(String text, Instant now) {
        int blank = text.indexOf("\n\n");
        String body = blank < 0 ? "" : text.substring(blank + 2);
        String[] lines = (blank < 0 ? text : text.substring(0, blank)).split("\n");
        String target = lines[0].substring(lines[0].indexOf(' ') + 1, lines[0].lastIndexOf(' '));
        int question = target.indexOf('?');
        Map<String, List<String>> headers = new TreeMap<>();
        String last = "";
        for (int i = 1; i < lines.length; i++) {
            if (lines[i].startsWith(" ")) { // a folded line goes on with the one before
                List<String> values = headers.getOrDefault(last, List.of());
                values.set(values.size() - 1, values.getLast() + "\n" + lines[i]);
                continue;
            }
            int colon = lines[i].indexOf(':');
            last = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
            headers.computeIfAbsent(last, _ -> new ArrayList<>())
                    .add(lines[i].substring(colon + 1));
        }
        return new Incoming(
                lines[0].substring(0, lines[0].indexOf(' ')),
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                headers,
                body.getBytes(StandardCharsets.UTF_8),
                "127.0.0.1",
                now);
    }
}
