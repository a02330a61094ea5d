package dev.slipway.controlplane.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;

class TagStoryTest {
    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void everyKindOfResourceIsTaggedAndUntagged() {
        String vpc = desk.vpc("10.0.0.0/16").vpcId();
        String subnet = desk.subnet(vpc, "10.0.0.0/24").subnetId();
        SecurityGroupRule rule =
                desk.<DescribeSecurityGroupRulesResponse>ask(
                                DescribeSecurityGroupRulesRequest.builder().build())
                        .securityGroupRules()
                        .getFirst();
        List<String> ids =
                List.of(
                        vpc,
                        subnet,
                        desk.gateway(),
                        desk.table(vpc),
                        desk.standIn(subnet, false).id(),
                        rule.groupId(),
                        rule.securityGroupRuleId());
        create(ids, tag("Name", "a"), tag("team", "x"));
        create(ids, tag("Name", "b"));
        assertThat(described())
                .hasSize(14)
                .extracting(TagDescription::resourceId)
                .containsOnly(ids.toArray(String[]::new));
        assertThat(described(Desk.filter("key", "Name")))
                .extracting(TagDescription::value)
                .containsOnly("b");
        assertThat(described(Desk.filter("tag:team", "x"), Desk.filter("resource-type", "vpc")))
                .singleElement()
                .satisfies(t -> assertThat(t.resourceId()).isEqualTo(vpc));
        assertThat(described(Desk.filter("resource-type", "security-group-rule"))).hasSize(2);

        delete(List.of(vpc), tag("Name", "another"));
        assertThat(described(Desk.filter("resource-id", vpc))).hasSize(2);
        delete(List.of(vpc), tag("Name", "b"), Tag.builder().key("none").build());
        assertThat(described(Desk.filter("resource-id", vpc)))
                .extracting(TagDescription::key)
                .containsExactly("team");
        delete(ids, Tag.builder().key("team").build());
        delete(ids);
        assertThat(described()).isEmpty();
    }

    @Test
    void aPageHoldsAsManyAsAskedForAndNoTagTwice() {
        String vpc = desk.vpc("10.0.0.0/16").vpcId();
        for (int i = 0; i < 12; i++) {
            create(List.of(vpc), tag("key" + i, "v"));
        }
        List<String> seen = new ArrayList<>();
        String token = null;
        do {
            DescribeTagsResponse page =
                    desk.ask(DescribeTagsRequest.builder().maxResults(5).nextToken(token).build());
            page.tags().forEach(t -> seen.add(t.key()));
            token = page.nextToken();
        } while (token != null);
        assertThat(seen).hasSize(12).doesNotHaveDuplicates();
    }

    @Test
    void aWrongCallTagsNothingAtAll() {
        String vpc = desk.vpc("10.0.0.0/16").vpcId();
        long revision = desk.revision();
        refuses(
                tags(List.of(vpc, "subnet-00000000000000000"), tag("a", "b")),
                "InvalidSubnetID.NotFound: The subnet ID 'subnet-00000000000000000' does not exist");
        refuses(
                tags(List.of(vpc, "banana-1"), tag("a", "b")),
                "InvalidID: The ID 'banana-1' is not valid");
        refuses(
                tags(List.of("vpc-1"), tag("a", "b")),
                "InvalidVpcID.Malformed: Invalid id: \"vpc-1\" (expecting \"vpc-...\")");
        refuses(
                tags(List.of(), tag("a", "b")),
                "MissingParameter: The request must contain the parameter resourceIdSet");
        refuses(
                tags(List.of(vpc)),
                "MissingParameter: The request must contain the parameter tagSet");
        refuses(
                tags(List.of(vpc), tag("aws:a", "b")),
                "InvalidParameterValue: Tag key 'aws:a' is invalid: aws: prefixed tag keys are reserved.");
        assertThat(desk.revision()).isEqualTo(revision);
        for (int i = 0; i < 50; i++) {
            create(List.of(vpc), tag("key" + i, "v"));
        }
        refuses(
                tags(List.of(vpc), tag("one-more", "v")),
                "TagLimitExceeded: More than 50 tags specified");
        create(List.of(vpc), tag("key7", "w"));
    }

    private static CreateTagsRequest tags(List<String> ids, Tag... tags) {
        return CreateTagsRequest.builder().resources(ids).tags(tags).build();
    }

    private void create(List<String> ids, Tag... tags) {
        desk.ask(tags(ids, tags));
    }

    private void delete(List<String> ids, Tag... tags) {
        desk.ask(DeleteTagsRequest.builder().resources(ids).tags(tags).build());
    }

    private List<TagDescription> described(Filter... filters) {
        return desk.<DescribeTagsResponse>ask(
                        DescribeTagsRequest.builder().filters(filters).build())
                .tags();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private void refuses(SdkPojo input, String message) {
        assertThatThrownBy(() -> desk.ask(input)).hasMessage(message);
    }
}
