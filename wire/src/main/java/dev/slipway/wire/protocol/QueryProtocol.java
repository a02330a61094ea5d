package dev.slipway.wire.protocol;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.Incoming;
import dev.slipway.wire.Reply;
import dev.slipway.wire.facts.Dialect;
import dev.slipway.wire.facts.OperationFacts;
import dev.slipway.wire.facts.ServiceFacts;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkPojo;

/**
 * awsQuery: parameters in, XML out.
 *
 * @param namespace of the service's XML; empty when the service is not known
 */
public record QueryProtocol(Form form, String namespace) implements Protocol {

    @Override
    public SdkPojo decode(Incoming request, SdkPojo builder) {
        return new FormReader(form, Dialect.QUERY).read(builder);
    }

    @Override
    public Reply encode(
            ServiceFacts facts, OperationFacts operation, SdkPojo output, String requestId) {
        String response = operation.name() + "Response";
        XmlWriter xml = new XmlWriter("member").open(response, namespace);
        if (!operation.resultWrapper().isEmpty()) {
            xml.open(operation.resultWrapper()).members(output).close(operation.resultWrapper());
        }
        xml.open("ResponseMetadata")
                .text("RequestId", requestId)
                .close("ResponseMetadata")
                .close(response);
        return reply(200, xml, requestId);
    }

    @Override
    public Reply refuse(AwsError error, String requestId) {
        XmlWriter xml = new XmlWriter("member").open("ErrorResponse", namespace).open("Error");
        xml.text("Type", error.senderFault() ? "Sender" : "Receiver")
                .text("Code", error.code())
                .text("Message", error.message());
        new TreeMap<>(error.members()).forEach(xml::plain);
        xml.close("Error").text("RequestId", requestId).close("ErrorResponse");
        return reply(error.httpStatus(), xml, requestId);
    }

    @Override
    public AwsError unknownOperation(String operation) {
        return AwsError.of(
                "InvalidAction",
                "Could not find operation " + operation + " for version " + form.version());
    }

    private static Reply reply(int status, XmlWriter xml, String requestId) {
        return Reply.of(status, "text/xml", xml.bytes()).with("x-amzn-RequestId", requestId);
    }
}
