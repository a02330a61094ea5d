package dev.slipway.wire.protocol;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.Incoming;
import dev.slipway.wire.Reply;
import dev.slipway.wire.facts.OperationFacts;
import dev.slipway.wire.facts.ServiceFacts;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkPojo;

/**
 * awsJson 1.0 and 1.1. An answer has the content type of its request, so that one protocol serves
 * both.
 *
 * @param contentType {@code application/x-amz-json-1.0} or {@code -1.1}
 */
public record JsonProtocol(String contentType) implements Protocol {

    public static JsonProtocol of(Incoming request) {
        return new JsonProtocol(
                request.header("content-type").startsWith("application/x-amz-json-1.0")
                        ? "application/x-amz-json-1.0"
                        : "application/x-amz-json-1.1");
    }

    @Override
    public SdkPojo decode(Incoming request, SdkPojo builder) {
        return JsonReader.read(request.body(), builder);
    }

    @Override
    public Reply encode(
            ServiceFacts facts, OperationFacts operation, SdkPojo output, String requestId) {
        return Reply.of(200, contentType, JsonWriter.write(output))
                .with("x-amzn-RequestId", requestId);
    }

    /** The code goes into the body: a client that finds it in the header alone does not see it. */
    @Override
    public Reply refuse(AwsError error, String requestId) {
        byte[] body =
                JsonWriter.document(
                        out -> {
                            out.writeStartObject();
                            out.writeStringField("__type", error.code());
                            out.writeStringField("message", error.message());
                            for (Map.Entry<String, Object> member :
                                    new TreeMap<>(error.members()).entrySet()) {
                                out.writeFieldName(member.getKey());
                                JsonWriter.plain(out, member.getValue());
                            }
                            out.writeEndObject();
                        });
        return Reply.of(error.httpStatus(), contentType, body).with("x-amzn-RequestId", requestId);
    }

    @Override
    public AwsError unknownOperation(String operation) {
        return AwsError.of(
                "UnknownOperationException", "The operation " + operation + " is not known.");
    }
}
