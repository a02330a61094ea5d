package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.vpc.Vpc;
import dev.slipway.controlplane.ec2.vpc.Vpcs;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Reader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A group as a request names it: by id, or by name, which counts only in the default VPC.
 *
 * @param id empty when left out
 * @param name empty when left out
 */
record Named(String id, String name) {

    /** From a model class's members, of which unset ones are null. */
    static Named of(Optional<String> id, Optional<String> name) {
        return new Named(id.orElse(""), name.orElse(""));
    }

    SecurityGroup require(Reader reader, Scope scope) {
        if (id.isEmpty() && name.isEmpty()) {
            throw Refusals.missing("groupId or groupName");
        }
        if (!id.isEmpty() && !name.isEmpty()) {
            throw Refusals.together("groupName", "groupId");
        }
        if (!id.isEmpty()) {
            ResourceType.SECURITY_GROUP.check(id);
            return SecurityGroups.require(reader, scope, id);
        }
        return inDefaultVpc(reader, scope, name).orElseThrow(() -> Refusals.notInDefaultVpc(name));
    }

    static Optional<SecurityGroup> inDefaultVpc(Reader reader, Scope scope, String name) {
        Optional<Vpc> vpc = Vpcs.findDefault(reader, scope);
        return vpc.flatMap(v -> inVpc(reader, scope, v.id(), name));
    }

    static Optional<SecurityGroup> inVpc(Reader reader, Scope scope, String vpcId, String name) {
        return reader.list(SecurityGroup.KIND, scope)
                .map(Entry::value)
                .filter(g -> g.vpcId().equals(vpcId) && g.name().equals(name))
                .findFirst();
    }

    /** What IAM is asked about an action on this group; on any group when there is none such. */
    Access access(String action, Reader reader, Scope scope) {
        Optional<SecurityGroup> found =
                id.isEmpty()
                        ? inDefaultVpc(reader, scope, name)
                        : SecurityGroups.find(reader, scope, id);
        if (found.isEmpty()) {
            String any = id.isEmpty() ? "*" : id;
            return Access.to(action, ResourceType.SECURITY_GROUP.arn(scope, any));
        }
        SecurityGroup group = found.get();
        Map<String, List<String>> conditions =
                new HashMap<>(new Tags(group.tags()).asResourceConditions());
        conditions.put("ec2:Vpc", List.of(ResourceType.VPC.arn(scope, group.vpcId())));
        return new Access(action, List.of(group.arn(scope)), conditions);
    }
}
