package dev.slipway.wire.http;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.Incoming;
import dev.slipway.wire.Reply;
import dev.slipway.wire.protocol.JsonProtocol;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One HTTP exchange: reads a request within the limits, has it answered, writes the reply. */
final class Exchange extends Handler.Abstract {
    private final EndpointSettings settings;
    private final Calls calls;
    private final Clock clock;
    private final RequestIds ids;

    Exchange(EndpointSettings settings, Calls calls, Clock clock, RequestIds ids) {
        this.settings = settings;
        this.calls = calls;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String requestId = ids.next();
        write(answer(request, requestId), response);
        callback.succeeded();
        return true;
    }

    private Reply answer(Request request, String requestId) throws IOException {
        Incoming head = head(request, clock.instant());
        Optional<AwsError> foreign =
                Door.refusal(
                        head,
                        Request.getLocalAddr(request),
                        Request.getLocalPort(request),
                        settings);
        if (foreign.isPresent()) {
            return JsonProtocol.of(head).refuse(foreign.get(), requestId);
        }
        Incoming incoming = head.withBody(body(request));
        for (PlainPath plain : settings.plainPaths()) {
            if (plain.method().equals(incoming.method()) && plain.matches(incoming.path())) {
                return plain.responder().respond(incoming);
            }
        }
        return calls.answer(incoming, requestId);
    }

    private static Incoming head(Request request, Instant receivedAt) {
        Map<String, List<String>> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.computeIfAbsent(
                            field.getName().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(Optional.ofNullable(field.getValue()).orElse(""));
        }
        return new Incoming(
                request.getMethod(),
                Optional.ofNullable(request.getHttpURI().getPath()).orElse("/"),
                Optional.ofNullable(request.getHttpURI().getQuery()).orElse(""),
                headers,
                new byte[0],
                Request.getRemoteAddr(request),
                receivedAt);
    }

    private byte[] body(Request request) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            return in.readAllBytes();
        }
    }

    private static void write(Reply reply, Response response) throws IOException {
        response.setStatus(reply.status());
        reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        switch (reply.content()) {
            case Reply.Content.Document document ->
                    Content.Sink.write(response, true, document.bytes().duplicate());
            case Reply.Content.Body body -> {
                try (InputStream stream = body.stream()) {
                    stream.transferTo(Content.Sink.asOutputStream(response));
                }
                Content.Sink.write(response, true, null);
            }
            case Reply.Content.Events events -> {
                for (Iterator<ByteBuffer> frames = events.frames(); frames.hasNext(); ) {
                    Content.Sink.write(response, false, frames.next());
                }
                Content.Sink.write(response, true, null);
            }
        }
    }

    /** What Jetty itself refuses, in AWS's shape. */
    boolean jettyError(Request request, Response response, Callback callback) throws Exception {
        callback.succeeded();
        return true;
    }
}
