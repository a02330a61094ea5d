package dev.slipway.wire.protocol;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.Incoming;
import dev.slipway.wire.Reply;
import dev.slipway.wire.facts.OperationFacts;
import dev.slipway.wire.facts.ServiceFacts;
import software.amazon.awssdk.core.SdkPojo;

/**
 * A wire format. A value is made for each request, as the format's details (JSON's version, the
 * form's fields) come from it. A result is a document today; protocols with streaming bodies and
 * event streams answer with the other kinds of {@link Reply.Content}.
 */
public sealed interface Protocol permits JsonProtocol, QueryProtocol, Ec2Protocol {

    /**
     * Fills a builder from the request and builds it.
     *
     * @throws dev.slipway.wire.AwsException when the bytes are not of this protocol, or do not fit
     *     the model's types
     */
    SdkPojo decode(Incoming request, SdkPojo builder);

    Reply encode(ServiceFacts facts, OperationFacts operation, SdkPojo output, String requestId);

    /** An error as a client of this protocol reads it. */
    Reply refuse(AwsError error, String requestId);

    /** What is answered when AWS knows no operation of this name. */
    AwsError unknownOperation(String operation);
}
