package dev.slipway.wire.protocol;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.Incoming;
import dev.slipway.wire.Reply;
import dev.slipway.wire.facts.Dialect;
import dev.slipway.wire.facts.OperationFacts;
import dev.slipway.wire.facts.ServiceFacts;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;

/** ec2Query: awsQuery with flat lists, other names in answers than in requests, and no wrapper. */
public record Ec2Protocol(Form form) implements Protocol {

    @Override
    public SdkPojo decode(Incoming request, SdkPojo builder) {
        FormReader reader = new FormReader(form, Dialect.EC2);
        SdkPojo input = reader.read(builder);
        Optional<String> unread = reader.unread();
        if (unread.isPresent()) {
            throw AwsError.of(
                            "UnknownParameter",
                            "The parameter " + unread.get() + " is not recognized")
                    .asException();
        }
        return input;
    }

    @Override
    public Reply encode(
            ServiceFacts facts, OperationFacts operation, SdkPojo output, String requestId) {
        String response = operation.name() + "Response";
        XmlWriter xml =
                new XmlWriter("item")
                        .open(response, facts.xmlNamespace() + "/")
                        .text("requestId", requestId);
        if (output.sdkFields().isEmpty()) {
            xml.text("return", "true"); // the models have lost it, older clients look for it
        } else {
            xml.members(output);
        }
        return reply(200, xml.close(response), requestId);
    }

    @Override
    public Reply refuse(AwsError error, String requestId) {
        XmlWriter xml =
                new XmlWriter("item")
                        .open("Response")
                        .open("Errors")
                        .open("Error")
                        .text("Code", error.code())
                        .text("Message", error.message())
                        .close("Error")
                        .close("Errors")
                        .text("RequestID", requestId)
                        .close("Response");
        return reply(error.httpStatus(), xml, requestId);
    }

    @Override
    public AwsError unknownOperation(String operation) {
        return AwsError.of(
                "InvalidAction", "The action " + operation + " is not valid for this web service.");
    }

    private static Reply reply(int status, XmlWriter xml, String requestId) {
        return Reply.of(status, "text/xml;charset=UTF-8", xml.bytes())
                .with("x-amzn-RequestId", requestId);
    }
}
