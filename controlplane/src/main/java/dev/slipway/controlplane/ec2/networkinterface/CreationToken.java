package dev.slipway.controlplane.ec2.networkinterface;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import java.util.List;
import java.util.Optional;

/**
 * Under an interface's id: the client's token that it was made with, so that a repeated request is
 * answered with the same interface. It goes when the interface goes.
 *
 * @param request all else that was asked for, as text
 */
record CreationToken(String interfaceId, String token, String request) {
    private static final Kind.Index<CreationToken> BY_TOKEN =
            new Kind.Index<>("token", t -> List.of(t.token()));

    static final Kind<CreationToken> KIND =
            Kind.of("ec2-network-interface-token", CreationToken.class).indexed(BY_TOKEN);

    static Optional<CreationToken> find(Reader reader, Scope scope, String token) {
        return reader.listAfter(KIND, BY_TOKEN, scope, token, "")
                .map(Entry::value)
                .filter(t -> t.token().equals(token))
                .findFirst();
    }
}
