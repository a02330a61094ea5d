package dev.slipway.controlplane.discovery.operation;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryError;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.grammar.ListFilter;
import dev.slipway.wire.AwsException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.servicediscovery.model.OperationFilter;

/** Which operations a listing shows: those that match every filter. */
record OperationFilters(Scope scope, List<ListFilter> all) {
    private static final List<String> ONE = List.of("EQ");
    private static final List<String> SOME = List.of("EQ", "IN");

    /** AWS's reference writes SUCCEED for the status that operations have as SUCCESS. */
    private static final Set<String> STATUSES =
            Set.of("SUBMITTED", "PENDING", "SUCCESS", "SUCCEED", "FAIL");

    private static final Set<String> TYPES =
            Arrays.stream(OperationType.values())
                    .map(Enum::name)
                    .collect(Collectors.toUnmodifiableSet());

    OperationFilters {
        all = List.copyOf(all);
    }

    /**
     * @throws AwsException InvalidInput for a filter that cannot be
     */
    static OperationFilters of(Scope scope, List<OperationFilter> asked) {
        return new OperationFilters(scope, asked.stream().map(OperationFilters::checked).toList());
    }

    private static ListFilter checked(OperationFilter asked) {
        String name = asked.nameAsString();
        return switch (name) {
            case "STATUS" -> with(asked, SOME).among(STATUSES);
            case "TYPE" -> with(asked, SOME).among(TYPES);
            case "UPDATE_DATE" -> {
                ListFilter between = with(asked, List.of("BETWEEN"));
                between.values().forEach(OperationFilters::time);
                yield between;
            }
            default -> with(asked, ONE);
        };
    }

    private static ListFilter with(OperationFilter asked, List<String> conditions) {
        return ListFilter.checked(
                asked.nameAsString(), asked.conditionAsString(), asked.values(), conditions);
    }

    /** Seconds since 1970, perhaps with a fraction. */
    private static Instant time(String seconds) {
        try {
            BigDecimal millis = new BigDecimal(seconds).movePointRight(3);
            return Instant.ofEpochMilli(millis.longValue());
        } catch (NumberFormatException e) {
            throw DiscoveryError.invalidInput(
                    "Filters: " + seconds + " of UPDATE_DATE is not a Unix time");
        }
    }

    boolean match(Operation operation) {
        return all.stream().allMatch(filter -> matches(filter, operation));
    }

    private boolean matches(ListFilter filter, Operation operation) {
        String first = filter.values().getFirst();
        return switch (filter.name()) {
            case "NAMESPACE_ID" -> targets(operation, "NAMESPACE", DiscoveryName.NAMESPACE, first);
            case "SERVICE_ID" -> targets(operation, "SERVICE", DiscoveryName.SERVICE, first);
            case "STATUS" -> filter.matches(Operation.STATUS) || filter.matches("SUCCEED");
            case "TYPE" -> filter.matches(operation.type().name());
            default ->
                    !operation.at().isBefore(time(first))
                            && !operation.at().isAfter(time(filter.values().getLast()));
        };
    }

    private boolean targets(Operation operation, String target, String type, String idOrArn) {
        return DiscoveryName.id(scope, type, idOrArn).equals(operation.targets().get(target));
    }
}
