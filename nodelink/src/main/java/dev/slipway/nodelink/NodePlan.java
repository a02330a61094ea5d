package dev.slipway.nodelink;

import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * The full desired set for one node. What is not in it is to be removed.
 *
 * @param generation rises with every change; a node ignores a plan older than the one it has
 * @param tasks by task id; a task that is to stop stays in the plan with {@link TaskPlan#desired()}
 *     STOPPED until its end was reported and recorded, then it leaves the plan and its remains are
 *     removed
 * @param interfaces by network interface id
 * @param securityGroups by group id: those that an interface here uses or that a rule of such a
 *     group refers to
 * @param subnets by subnet id: those that an interface here is in
 * @param vpcs by VPC id: those that a subnet here is in
 */
public record NodePlan(
        long generation,
        HashPMap<String, TaskPlan> tasks,
        HashPMap<String, InterfacePlan> interfaces,
        HashPMap<String, SecurityGroupPlan> securityGroups,
        HashPMap<String, SubnetPlan> subnets,
        HashPMap<String, VpcPlan> vpcs) {

    public static NodePlan empty() {
        return new NodePlan(
                0,
                HashTreePMap.empty(),
                HashTreePMap.empty(),
                HashTreePMap.empty(),
                HashTreePMap.empty(),
                HashTreePMap.empty());
    }
}
