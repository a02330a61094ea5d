package dev.slipway.controlplane.aws;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The tokens of one listing: opaque to callers, bound to the operation, scope and filters that they
 * were given for, so that a token of another listing is refused instead of skipping items.
 *
 * <p>A token holds the position after which the next page starts, not a count: items that come and
 * go between two pages neither repeat nor hide others. It is not a secret and grants nothing.
 */
public final class PageToken {
    private static final int BINDING_BYTES = 9;

    private final byte[] binding;

    private PageToken(byte[] binding) {
        this.binding = binding;
    }

    /**
     * @param filters all that must stay the same from page to page: the operation's name and each
     *     filter; not the page size, which may change
     */
    public static PageToken of(Scope scope, String... filters) {
        MessageDigest digest = sha256();
        for (String part : new String[] {scope.account(), scope.region()}) {
            add(digest, part);
        }
        for (String filter : filters) {
            add(digest, filter);
        }
        return new PageToken(Arrays.copyOf(digest.digest(), BINDING_BYTES));
    }

    /** The token of the page that starts after {@code position}. */
    public String after(String position) {
        byte[] text = position.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(binding, BINDING_BYTES + text.length);
        System.arraycopy(text, 0, all, BINDING_BYTES, text.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** The position in a token; empty when the token is not one of this listing. */
    public Optional<String> position(String token) {
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (all.length <= BINDING_BYTES
                || !Arrays.equals(binding, 0, BINDING_BYTES, all, 0, BINDING_BYTES)) {
            return Optional.empty();
        }
        try {
            ByteBuffer text = ByteBuffer.wrap(all, BINDING_BYTES, all.length - BINDING_BYTES);
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(text).toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    /**
     * One page off the front of what is left.
     *
     * @param rest what comes after the last page, in the listing's order; one more than {@code
     *     size} is taken from it
     * @param position of an item, unique in the listing
     */
    public <T> Page<T> page(
            Stream<? extends T> rest, int size, Function<? super T, String> position) {
        List<T> taken = new ArrayList<>(Math.min(size, 128) + 1);
        try (rest) {
            rest.limit(size + 1L).forEach(taken::add);
        }
        if (taken.size() <= size) {
            return new Page<>(taken, Optional.empty());
        }
        List<T> items = taken.subList(0, size);
        return new Page<>(items, Optional.of(after(position.apply(items.getLast()))));
    }

    private static void add(MessageDigest digest, String part) {
        byte[] text = part.getBytes(StandardCharsets.UTF_8);
        // The length keeps ("ab", "c") and ("a", "bc") apart.
        digest.update(ByteBuffer.allocate(4).putInt(text.length).flip());
        digest.update(text);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
