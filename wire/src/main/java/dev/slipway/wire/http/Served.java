package dev.slipway.wire.http;

import dev.slipway.wire.Call;
import dev.slipway.wire.OperationBinding;
import dev.slipway.wire.Refusal;
import dev.slipway.wire.ServiceBinding;
import dev.slipway.wire.facts.OperationFacts;
import dev.slipway.wire.facts.ServiceFacts;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** A service with its facts, its operations and its refusals by name. */
final class Served {
    private final ServiceFacts facts;
    private final BiConsumer<Call, Refusal> whenRefused;
    private final Map<String, OperationBinding<?, ?>> operations = new TreeMap<>();
    private final Map<String, Refusal> refusals = new TreeMap<>();

    Served(ServiceBinding binding) {
        facts = ServiceFacts.of(binding.service());
        whenRefused = binding.whenRefused();
        for (OperationBinding<?, ?> operation : binding.operations()) {
            if (operations.put(operation.name(), operation) != null) {
                throw new IllegalArgumentException("bound twice: " + operation.name());
            }
        }
        for (Refusal refusal : binding.refusals()) {
            if (operations.containsKey(refusal.operation())) {
                throw new IllegalArgumentException(
                        "both served and refused: " + refusal.operation());
            }
            refusals.put(refusal.operation(), refusal);
        }
    }

    ServiceFacts facts() {
        return facts;
    }

    Optional<OperationBinding<?, ?>> operation(String name) {
        return Optional.ofNullable(operations.get(name));
    }

    Optional<Refusal> refusal(String name) {
        return Optional.ofNullable(refusals.get(name));
    }

    BiConsumer<Call, Refusal> whenRefused() {
        return whenRefused;
    }

    /** Newer operations than the facts have no rules, and the wrapper that all of query's have. */
    OperationFacts operationFacts(String name) {
        return facts.operation(name).orElseGet(() -> new OperationFacts(name, name + "Result", ""));
    }

    boolean knows(String name) {
        return operations.containsKey(name) || refusals.containsKey(name);
    }
}
