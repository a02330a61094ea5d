package dev.slipway.controlplane.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PageTokenTest {
    private static final Scope SCOPE = new Scope("111122223333", "us-east-1");

    @Test
    void aWalkOverPagesSeesEveryItemOnceInOrder() {
        TreeSet<String> all = new TreeSet<>();
        IntStream.range(0, 250).forEach(i -> all.add("item-%03d".formatted(i)));
        PageToken token = PageToken.of(SCOPE, "ListThings", "");
        List<String> seen = new ArrayList<>();
        String after = "";
        for (int pages = 1; ; pages++) {
            Page<String> page = token.page(all.tailSet(after, false).stream(), 100, s -> s);
            seen.addAll(page.items());
            if (page.nextToken().isEmpty()) {
                assertThat(pages).isEqualTo(3);
                break;
            }
            after = token.position(page.nextToken().get()).orElseThrow();
        }
        assertThat(seen).containsExactlyElementsOf(all);
    }

    @Test
    void aPageThatHoldsAllHasNoToken() {
        PageToken token = PageToken.of(SCOPE, "ListThings");
        assertThat(token.page(List.of("a", "b").stream(), 2, s -> s).nextToken()).isEmpty();
        assertThat(token.page(List.<String>of().stream(), 2, s -> s).items()).isEmpty();
    }

    @Test
    void aTokenOfAnotherListingIsNotOurs() {
        String token = PageToken.of(SCOPE, "ListThings", "ab", "c").after("x");
        assertThat(PageToken.of(SCOPE, "ListThings", "ab", "c").position(token)).contains("x");
        assertThat(PageToken.of(SCOPE, "ListThings", "a", "bc").position(token)).isEmpty();
        assertThat(PageToken.of(SCOPE, "ListOthers", "ab", "c").position(token)).isEmpty();
        Scope elsewhere = new Scope("111122223333", "eu-west-1");
        assertThat(PageToken.of(elsewhere, "ListThings", "ab", "c").position(token)).isEmpty();
    }

    @Test
    void garbageIsNoToken() {
        PageToken token = PageToken.of(SCOPE, "ListThings");
        for (String text : List.of("", "x", "%%%", "AAAAAAAAAAAAAAAAAAAA", "ünïcode")) {
            assertThat(token.position(text)).as(text).isEmpty();
        }
    }
}
