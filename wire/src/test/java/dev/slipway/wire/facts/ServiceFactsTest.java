package dev.slipway.wire.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclEntryRequest;

class ServiceFactsTest {

    @Test
    void theOverlayAddsTheOperationsThatAreNewerThanTheModels() {
        List<String> operations = new ArrayList<>();
        ServiceFacts.of("ecs").operations().forEach(operations::add);
        assertThat(operations).hasSize(77).contains("RunTask", "UpdateDaemon");
    }

    @Test
    void eachServiceIsAddressedAsAwsAddressesIt() {
        assertThat(ServiceFacts.of("ecs").targetPrefix())
                .isEqualTo("AmazonEC2ContainerServiceV20141113");
        assertThat(ServiceFacts.of("logs").targetPrefix()).isEqualTo("Logs_20140328");
        assertThat(ServiceFacts.of("ec2").apiVersion()).isEqualTo("2016-11-15");
        assertThat(ServiceFacts.of("servicediscovery").targetPrefix())
                .isEqualTo("Route53AutoNaming_v20170314");
        assertThat(ServiceFacts.of("sts").signingName()).isEqualTo("sts");
        assertThat(ServiceFacts.of("sts").dialect()).isEqualTo(Dialect.QUERY);
    }

    @Test
    void anErrorThrownByItsShapesNameGetsItsCodeAndStatus() {
        ServiceFacts sts = ServiceFacts.of("sts");
        assertThat(sts.asModelled(AwsError.of("IDPRejectedClaimException", "no")))
                .isEqualTo(AwsError.of("IDPRejectedClaim", 403, "no"));
        ServiceFacts ecs = ServiceFacts.of("ecs");
        assertThat(ecs.asModelled(AwsError.of("ServerException", "x")).httpStatus()).isEqualTo(500);
        AwsError unmodelled = AwsError.of("ThrottlingException", "slow");
        assertThat(ecs.asModelled(unmodelled)).isEqualTo(unmodelled);
    }

    @Test
    void everyRuleOfEveryServiceCanBeRead() {
        for (String service : List.of("ecs", "ec2", "logs", "sts", "servicediscovery")) {
            ServiceFacts facts = ServiceFacts.of(service);
            for (String operation : facts.operations()) {
                String input = facts.operation(operation).orElseThrow().inputShape();
                if (!input.isEmpty()) {
                    assertThat(facts.shape(input))
                            .as("%s %s", service, input)
                            .isNotEqualTo(Shape.FREE);
                }
            }
            facts.allShapes().forEach(facts::shape);
        }
    }

    @Test
    void brokenRulesAreToldTogetherWithTheirPlaces() {
        ServiceFacts logs = ServiceFacts.of("logs");
        PutLogEventsRequest input =
                PutLogEventsRequest.builder()
                        .logGroupName("g".repeat(513))
                        .logEvents(InputLogEvent.builder().message("").timestamp(-1L).build())
                        .build();
        Optional<AwsError> broken =
                Rules.broken(logs, logs.operation("PutLogEvents").orElseThrow(), input);
        assertThat(broken.orElseThrow().code()).isEqualTo("InvalidParameterException");
        assertThat(broken.orElseThrow().message())
                .startsWith("4 validation errors detected: ")
                .contains(
                        "at 'logGroupName' failed to satisfy constraint: Member must have length less"
                                + " than or equal to 512")
                .contains(
                        "Value null at 'logStreamName' failed to satisfy constraint: Member must not"
                                + " be null")
                .contains(
                        "Value '-1' at 'logEvents.1.member.timestamp' failed to satisfy constraint:"
                                + " Member must have value greater than or equal to 0")
                .contains(
                        "Value '' at 'logEvents.1.member.message' failed to satisfy constraint:"
                                + " Member must have length greater than or equal to 1");
    }

    @Test
    void enumerationsAreNamedWhole() {
        ServiceFacts logs = ServiceFacts.of("logs");
        DescribeLogStreamsRequest input =
                DescribeLogStreamsRequest.builder().logGroupName("g").orderBy("Colour").build();
        assertThat(
                        Rules.broken(
                                        logs,
                                        logs.operation("DescribeLogStreams").orElseThrow(),
                                        input)
                                .orElseThrow()
                                .message())
                .isEqualTo(
                        "1 validation error detected: Value 'Colour' at 'orderBy' failed to satisfy"
                                + " constraint: Member must satisfy enum value set: [LogStreamName,"
                                + " LastEventTime]");
    }

    @Test
    void ec2AsksForOneParameterAtATime() {
        ServiceFacts ec2 = ServiceFacts.of("ec2");
        assertThat(
                        Rules.broken(
                                ec2,
                                ec2.operation("CreateNetworkAclEntry").orElseThrow(),
                                CreateNetworkAclEntryRequest.builder().build()))
                .hasValueSatisfying(
                        error -> {
                            assertThat(error.code()).isEqualTo("MissingParameter");
                            assertThat(error.message())
                                    .matches("The request must contain the parameter [A-Z]\\w+");
                        });
    }
}
