package dev.slipway.wire.facts;

/**
 * @param name AWS's exact name
 * @param resultWrapper the element around an awsQuery result; empty for other protocols and for
 *     operations without a result
 * @param inputShape the model's name of the input; empty when nothing in it is constrained
 */
public record OperationFacts(String name, String resultWrapper, String inputShape) {}
