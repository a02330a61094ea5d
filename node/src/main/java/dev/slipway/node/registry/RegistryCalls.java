package dev.slipway.node.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests in, answers out; a refusal is a document too. */
final class RegistryCalls extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryCalls.class);
    private static final Pattern OURS =
            Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3})(:[0-9]+)?");

    private final RegistryAnswers answers;

    RegistryCalls(RegistryAnswers answers) {
        this.answers = answers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        response.getHeaders().put("Docker-Distribution-Api-Version", "registry/2.0");
        try {
            refuseForeigners(request);
            RegistryPath path =
                    RegistryPath.parse(
                            Optional.ofNullable(request.getHttpURI().getPath()).orElse(""));
            answers.answer(path, request, response);
            if (!response.isCommitted()) {
                response.write(true, ByteBuffer.allocate(0), callback);
            } else {
                callback.succeeded();
            }
        } catch (RegistryRefusal e) {
            refuse(request, response, callback, e);
        } catch (IOException e) {
            if (response.isCommitted()) {
                callback.failed(e);
            } else if (String.valueOf(e.getMessage()).contains("No space left")) {
                refuse(request, response, callback, RegistryRefusal.noSpace());
            } else {
                LOG.debug("{} {} broke off", request.getMethod(), request.getHttpURI(), e);
                callback.failed(e);
            }
        }
        return true;
    }

    /** A page of some web site must not push, whatever name it has given to our address. */
    private static void refuseForeigners(Request request) throws RegistryRefusal {
        String host = Optional.ofNullable(request.getHeaders().get(HttpHeader.HOST)).orElse("");
        if (!OURS.matcher(host).matches() || request.getHeaders().contains(HttpHeader.ORIGIN)) {
            throw RegistryRefusal.foreign();
        }
    }

    private static void refuse(
            Request request, Response response, Callback callback, RegistryRefusal why) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.putArray("errors")
                .addObject()
                .put("code", why.code())
                .put("message", String.valueOf(why.getMessage()));
        byte[] bytes = document.toString().getBytes(StandardCharsets.UTF_8);
        response.setStatus(why.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        boolean head = request.getMethod().equals("HEAD");
        response.write(true, ByteBuffer.wrap(head ? new byte[0] : bytes), callback);
    }
}
