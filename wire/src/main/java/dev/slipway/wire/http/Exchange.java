package dev.slipway.wire.http;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import dev.slipway.wire.Incoming;
import dev.slipway.wire.Reply;
import dev.slipway.wire.protocol.JsonProtocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One HTTP exchange: reads a request within the limits, has it answered, writes the reply. */
final class Exchange extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /** Of a refused request, in bytes; who sends more than that has no right to the answer. */
    private static final int MOST_DRAINED = 64 << 20;

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
    public boolean handle(Request request, Response response, Callback callback) {
        String requestId = ids.next();
        try {
            write(answer(request, response, requestId), response);
            drain(request, response);
            callback.succeeded();
        } catch (IOException | UncheckedIOException gone) {
            // The client is no longer there to be told.
            LOG.debug("request {} broke off", requestId, gone);
            callback.failed(gone);
        }
        return true;
    }

    private Reply answer(Request request, Response response, String requestId) {
        Incoming head = head(request, clock.instant());
        Optional<AwsError> foreign =
                Door.refusal(
                        head,
                        Request.getLocalAddr(request),
                        Request.getLocalPort(request),
                        settings);
        if (foreign.isPresent()) {
            return unread(response, head, foreign.get(), requestId);
        }
        byte[] body;
        try {
            body = body(request, head);
        } catch (AwsException refused) {
            return unread(response, head, refused.error(), requestId);
        } catch (IOException stalled) {
            LOG.debug("request {} was not read to its end", requestId, stalled);
            return unread(response, head, tooSlow(), requestId);
        }
        Incoming incoming = head.withBody(body);
        for (PlainPath plain : settings.plainPaths()) {
            if (plain.method().equals(incoming.method()) && plain.matches(incoming.path())) {
                return plainly(plain, incoming, requestId);
            }
        }
        return calls.answer(incoming, requestId);
    }

    private static Reply plainly(PlainPath plain, Incoming incoming, String requestId) {
        try {
            return plain.responder().respond(incoming);
        } catch (AwsException refused) {
            return JsonProtocol.of(incoming).refuse(refused.error(), requestId);
        } catch (RuntimeException failed) {
            LOG.error("request {} failed", requestId, failed);
            return JsonProtocol.of(incoming).refuse(Calls.internalFailure(), requestId);
        }
    }

    /** What is left of the request is not read: the connection ends with the answer. */
    private static Reply unread(
            Response response, Incoming head, AwsError error, String requestId) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        return Router.likely(head).refuse(error, requestId);
    }

    /**
     * A connection that is closed while its client still writes is reset, and the reset takes the
     * answer with it. So what was refused unread is thrown away first, within bounds. A client that
     * asked before it sends has seen the answer and sends nothing.
     */
    private void drain(Request request, Response response) {
        if (!response.getHeaders().contains(HttpHeader.CONNECTION, "close")
                || request.getHeaders().contains(HttpHeader.EXPECT)) {
            return;
        }
        Instant deadline = clock.instant().plus(settings.bodyTimeout());
        byte[] part = new byte[8192];
        try (InputStream in = Content.Source.asInputStream(request)) {
            int left = MOST_DRAINED;
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                left -= read;
                if (left < 0 || clock.instant().isAfter(deadline)) {
                    return;
                }
            }
        } catch (IOException gone) {
            LOG.debug("a refused request broke off", gone);
        }
    }

    private static AwsError tooSlow() {
        return AwsError.of(
                "RequestTimeoutException", 408, "The body of the request did not arrive in time.");
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

    private byte[] body(Request request, Incoming head) throws IOException {
        int most = settings.maxBodyBytes();
        if (request.getLength() > most) {
            throw Inflation.tooLarge(most).asException();
        }
        Instant deadline = head.receivedAt().plus(settings.bodyTimeout());
        ByteArrayOutputStream body =
                new ByteArrayOutputStream(Math.max(32, (int) request.getLength()));
        byte[] part = new byte[8192];
        try (InputStream in = Content.Source.asInputStream(request)) {
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                if (read > most - body.size()) {
                    throw Inflation.tooLarge(most).asException();
                }
                body.write(part, 0, read);
                // A trickle keeps a connection from being idle, so the whole has a time of its own.
                if (clock.instant().isAfter(deadline)) {
                    throw tooSlow().asException();
                }
            }
        }
        return body.toByteArray();
    }

    private static void write(Reply reply, Response response) throws IOException {
        response.setStatus(reply.status());
        reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        switch (reply.content()) {
            case Reply.Content.Document document ->
                    Content.Sink.write(response, true, document.bytes().duplicate());
            case Reply.Content.Body body -> {
                if (body.length() >= 0) {
                    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length());
                }
                try (InputStream stream = body.stream();
                        OutputStream out = Content.Sink.asOutputStream(response)) {
                    stream.transferTo(out);
                }
            }
            case Reply.Content.Events events -> events(events.frames(), response);
        }
    }

    private static void events(Iterator<ByteBuffer> frames, Response response) throws IOException {
        try {
            while (frames.hasNext()) {
                Content.Sink.write(response, false, frames.next());
            }
            Content.Sink.write(response, true, ByteBuffer.allocate(0));
        } finally {
            if (frames instanceof AutoCloseable closeable) {
                close(closeable);
            }
        }
    }

    private static void close(AutoCloseable frames) throws IOException {
        try {
            frames.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the events do not end", e);
        }
    }

    /** What Jetty itself refuses (a bad request line, headers beyond the limit), in AWS's shape. */
    boolean refusedByJetty(Request request, Response response, Callback callback) {
        int status = Math.max(400, response.getStatus());
        AwsError error =
                status < 500
                        ? AwsError.of(
                                "MalformedHttpRequestException",
                                status,
                                HttpStatus.getMessage(status) + ".")
                        : status == 503
                                ? AwsError.of("ServiceUnavailable", 503, "The endpoint is closing.")
                                : Calls.internalFailure();
        Incoming head = head(request, clock.instant());
        try {
            write(Router.likely(head).refuse(error, ids.next()), response);
            callback.succeeded();
        } catch (IOException gone) {
            callback.failed(gone);
        }
        return true;
    }
}
