package dev.slipway.controlplane.ec2.prefixlist;

import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.PageToken;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Pages of 1 to 100, as these operations have them; EC2's others start at 5. */
record ListPages(PageToken token, Optional<Integer> size, Optional<String> asked) {
    private static final int MOST = 100;

    /**
     * @param all sorted by their names, which are unique
     */
    <T> Page<T> of(Stream<T> all, Function<T, String> name) {
        int most = size.orElse(MOST);
        if (most < 1 || most > MOST) {
            throw Refusals.badPageSize(most);
        }
        String after =
                asked.filter(t -> !t.isEmpty())
                        .map(t -> token.position(t).orElseThrow(Refusals::badToken))
                        .orElse("");
        List<T> rest = all.filter(t -> name.apply(t).compareTo(after) > 0).toList();
        return token.page(rest.stream(), most, name);
    }
}
