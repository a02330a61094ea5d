package dev.slipway.controlplane.discovery.instance;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.namespace.Namespace;
import dev.slipway.controlplane.discovery.namespace.Namespaces;
import dev.slipway.controlplane.discovery.service.Service;
import dev.slipway.controlplane.discovery.service.Services;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.AwsException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is discovered: a service by its own and its namespace's name. */
record Discovery(Namespace namespace, Service service) {

    /**
     * @param owner of the namespace, where a request names one
     * @throws AwsException NamespaceNotFound, ServiceNotFound
     */
    static Discovery of(
            Reader reader,
            Scope scope,
            String namespaceName,
            String serviceName,
            @Nullable String owner) {
        Namespace namespace = Namespaces.named(reader, scope, namespaceName, owner);
        return new Discovery(namespace, Services.named(reader, scope, namespace, serviceName));
    }

    /** Discovering has no resource type: policies narrow it by names. */
    static Access access(String action, @Nullable String namespace, @Nullable String service) {
        Map<String, List<String>> conditions = new TreeMap<>();
        if (namespace != null) {
            conditions.put("servicediscovery:NamespaceName", List.of(namespace));
        }
        if (service != null) {
            conditions.put("servicediscovery:ServiceName", List.of(service));
        }
        return new Access(action, List.of("*"), conditions);
    }
}
