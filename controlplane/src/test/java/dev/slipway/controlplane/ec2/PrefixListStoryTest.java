package dev.slipway.controlplane.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.AddPrefixListEntry;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.CreateManagedPrefixListRequest;
import software.amazon.awssdk.services.ec2.model.CreateManagedPrefixListResponse;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DeleteManagedPrefixListRequest;
import software.amazon.awssdk.services.ec2.model.DescribeManagedPrefixListsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeManagedPrefixListsResponse;
import software.amazon.awssdk.services.ec2.model.DescribePrefixListsRequest;
import software.amazon.awssdk.services.ec2.model.DescribePrefixListsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListAssociationsRequest;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListAssociationsResponse;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesRequest;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesResponse;
import software.amazon.awssdk.services.ec2.model.ManagedPrefixList;
import software.amazon.awssdk.services.ec2.model.ModifyManagedPrefixListRequest;
import software.amazon.awssdk.services.ec2.model.ModifyManagedPrefixListResponse;
import software.amazon.awssdk.services.ec2.model.PrefixListAssociation;
import software.amazon.awssdk.services.ec2.model.PrefixListEntry;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

@SuppressWarnings("unchecked") // the model builders take consumers as variable arguments
class PrefixListStoryTest {
    private final Ec2Desk desk = new Ec2Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aListIsMadeFoundAndDeleted() {
        ManagedPrefixList made =
                create(
                        r ->
                                r.entries(e -> e.cidr("10.1.2.3/16").description("home"))
                                        .tagSpecifications(
                                                t ->
                                                        t.resourceType(ResourceType.PREFIX_LIST)
                                                                .tags(k -> k.key("a").value("b"))));
        assertThat(made.prefixListId()).matches("pl-[0-9a-f]{17}");
        assertThat(made.version()).isEqualTo(1);
        assertThat(made.stateAsString()).isEqualTo("create-complete");
        assertThat(made.addressFamily()).isEqualTo("IPv4");
        assertThat(entries(made, 1)).containsExactly("10.1.0.0/16 home");
        assertThat(lists(Filter.builder().name("prefix-list-name").values("off*").build()))
                .containsExactly(made);
        assertThat(lists(Filter.builder().name("tag:a").values("c").build())).isEmpty();
        DescribePrefixListsResponse ofServices =
                desk.ask(DescribePrefixListsRequest.builder().build());
        assertThat(ofServices.prefixLists()).isEmpty();
        delete(made);
        assertThat(lists()).isEmpty();
        assertThatThrownBy(() -> delete(made))
                .hasMessage(
                        "InvalidPrefixListID.NotFound: The prefix list ID '%s' does not exist"
                                .formatted(made.prefixListId()));
    }

    @Test
    void eachChangeOfItsEntriesIsAVersionAndTheEarlierOnesStayReadable() {
        ManagedPrefixList made = create(r -> r.entries(e -> e.cidr("10.1.0.0/16")));
        ManagedPrefixList second =
                modify(
                        made,
                        r ->
                                r.currentVersion(1L)
                                        .removeEntries(e -> e.cidr("10.1.0.0/16"))
                                        .addEntries(
                                                e -> e.cidr("10.1.0.0/16").description("new"),
                                                e -> e.cidr("10.2.0.0/16")));
        assertThat(second.version()).isEqualTo(2);
        assertThat(second.stateAsString()).isEqualTo("modify-complete");
        assertThat(entries(made, 2)).containsExactly("10.1.0.0/16 new", "10.2.0.0/16");
        assertThat(entries(made, 1)).containsExactly("10.1.0.0/16");
        ManagedPrefixList renamed = modify(made, r -> r.prefixListName("other").maxEntries(5));
        assertThat(renamed.version()).isEqualTo(2);
        assertThat(renamed.prefixListName()).isEqualTo("other");
        assertThat(renamed.maxEntries()).isEqualTo(5);
        assertThatThrownBy(
                        () ->
                                modify(
                                        made,
                                        r ->
                                                r.currentVersion(1L)
                                                        .addEntries(e -> e.cidr("10.3.0.0/16"))))
                .hasMessage(
                        "PrefixListVersionMismatch: The prefix list has the incorrect version number.");
        assertThatThrownBy(() -> entries(made, 3)).hasMessageStartingWith("InvalidParameterValue");
    }

    @Test
    void pagesShowEveryEntryOnce() {
        ManagedPrefixList made = create(r -> r.entries(blocks(10)).maxEntries(20));
        List<String> seen = new ArrayList<>();
        String token = null;
        do {
            GetManagedPrefixListEntriesResponse page =
                    desk.ask(
                            GetManagedPrefixListEntriesRequest.builder()
                                    .prefixListId(made.prefixListId())
                                    .maxResults(3)
                                    .nextToken(token)
                                    .build());
            page.entries().forEach(e -> seen.add(e.cidr()));
            token = page.nextToken();
        } while (token != null);
        assertThat(seen).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void whatIsWrongIsRefusedAndChangesNothing() {
        ManagedPrefixList made = create(r -> r.entries(blocks(2)).maxEntries(2));
        long revision = desk.revision();
        assertThatThrownBy(() -> create(r -> r.addressFamily("IPv6")))
                .hasMessageStartingWith("UnsupportedOperation");
        assertThatThrownBy(() -> create(r -> r.prefixListName("com.amazonaws.x")))
                .hasMessageStartingWith("InvalidParameterValue");
        assertThatThrownBy(() -> create(r -> r.entries(blocks(3)).maxEntries(2)))
                .hasMessageStartingWith("PrefixListMaxEntriesExceeded");
        assertThatThrownBy(() -> create(r -> r.entries(e -> e.cidr("10.0.0.0/33"))))
                .hasMessage("InvalidParameterValue: CIDR block 10.0.0.0/33 is malformed");
        assertThatThrownBy(() -> create(r -> r.entries(e -> e.cidr("2001:db8::/32"))))
                .hasMessageStartingWith("InvalidParameterValue");
        assertThatThrownBy(() -> modify(made, r -> r.addEntries(e -> e.cidr("10.0.9.0/24"))))
                .hasMessageStartingWith("PrefixListMaxEntriesExceeded");
        assertThatThrownBy(() -> modify(made, r -> r.addEntries(e -> e.cidr("10.0.0.0/24"))))
                .hasMessage("InvalidPrefixListModification: The CIDR 10.0.0.0/24 already exists.");
        assertThatThrownBy(() -> modify(made, r -> r.removeEntries(e -> e.cidr("10.0.9.0/24"))))
                .hasMessage("InvalidPrefixListModification: The CIDR 10.0.9.0/24 does not exist.");
        assertThatThrownBy(
                        () ->
                                modify(
                                        made,
                                        r ->
                                                r.maxEntries(9)
                                                        .addEntries(e -> e.cidr("10.0.9.0/24"))))
                .hasMessageStartingWith("InvalidParameterCombination");
        assertThatThrownBy(() -> modify(made, r -> r.maxEntries(1)))
                .hasMessageStartingWith("InvalidParameterValue");
        assertThatThrownBy(() -> modify(made, r -> {}))
                .hasMessageStartingWith("InvalidParameterCombination");
        assertThat(desk.revision()).isEqualTo(revision);
    }

    @Test
    void aRequestThatComesAgainWithItsTokenIsAnsweredWithTheSameList() {
        ManagedPrefixList made = create(r -> r.clientToken("once"));
        assertThat(create(r -> r.clientToken("once"))).isEqualTo(made);
        assertThatThrownBy(() -> create(r -> r.clientToken("once").maxEntries(7)))
                .hasMessageStartingWith("IdempotentParameterMismatch");
    }

    @Test
    void aRuleThatRefersToAListShowsItAndKeepsItFromBeingDeleted() {
        ManagedPrefixList list = create(r -> r.entries(blocks(2)));
        String web = group("web");
        open(web, list);
        SecurityGroupRule rule = rulesOf(web).getFirst();
        assertThat(rule.prefixListId()).isEqualTo(list.prefixListId());
        assertThat(rule.description()).isEqualTo("office");
        DescribeSecurityGroupsResponse found =
                desk.ask(
                        DescribeSecurityGroupsRequest.builder()
                                .filters(
                                        Filter.builder()
                                                .name("ip-permission.prefix-list-id")
                                                .values(list.prefixListId())
                                                .build())
                                .build());
        assertThat(found.securityGroups()).extracting(SecurityGroup::groupId).containsExactly(web);
        assertThat(found.securityGroups().getFirst().ipPermissions().getFirst().prefixListIds())
                .extracting(PrefixListId::prefixListId, PrefixListId::description)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(list.prefixListId(), "office"));
        assertThat(users(list)).containsExactly(web);
        assertThatThrownBy(() -> open(web, list))
                .hasMessageStartingWith("InvalidPermission.Duplicate")
                .hasMessageContaining(list.prefixListId());
        assertThatThrownBy(() -> delete(list)).hasMessageStartingWith("DependencyViolation");
        desk.ask(
                RevokeSecurityGroupIngressRequest.builder()
                        .groupId(web)
                        .securityGroupRuleIds(rule.securityGroupRuleId())
                        .build());
        assertThat(users(list)).isEmpty();
        delete(list);
        assertThatThrownBy(() -> open(web, list))
                .hasMessageStartingWith("InvalidPrefixListID.NotFound");
    }

    @Test
    void aListCountsInAGroupForAsManyRulesAsItMayHaveEntries() {
        String web = group("web");
        ManagedPrefixList half = create(r -> r.maxEntries(30));
        ManagedPrefixList rest = create(r -> r.maxEntries(31));
        open(web, half);
        assertThatThrownBy(() -> open(web, rest))
                .hasMessageStartingWith("RulesPerSecurityGroupLimitExceeded");
        var _ = modify(rest, r -> r.maxEntries(30));
        open(web, rest);
        long revision = desk.revision();
        assertThatThrownBy(() -> modify(half, r -> r.maxEntries(31)))
                .hasMessageStartingWith("RulesPerSecurityGroupLimitExceeded");
        assertThat(desk.revision()).isEqualTo(revision);
    }

    private static List<AddPrefixListEntry> blocks(int count) {
        List<AddPrefixListEntry> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(AddPrefixListEntry.builder().cidr("10.0.%d.0/24".formatted(i)).build());
        }
        return all;
    }

    private ManagedPrefixList create(Consumer<CreateManagedPrefixListRequest.Builder> more) {
        CreateManagedPrefixListRequest.Builder asked =
                CreateManagedPrefixListRequest.builder()
                        .prefixListName("office")
                        .addressFamily("IPv4")
                        .maxEntries(10);
        more.accept(asked);
        CreateManagedPrefixListResponse made = desk.ask(asked.build());
        return made.prefixList();
    }

    private ManagedPrefixList modify(
            ManagedPrefixList which, Consumer<ModifyManagedPrefixListRequest.Builder> more) {
        ModifyManagedPrefixListRequest.Builder asked =
                ModifyManagedPrefixListRequest.builder().prefixListId(which.prefixListId());
        more.accept(asked);
        ModifyManagedPrefixListResponse changed = desk.ask(asked.build());
        return changed.prefixList();
    }

    private void delete(ManagedPrefixList which) {
        desk.ask(
                DeleteManagedPrefixListRequest.builder()
                        .prefixListId(which.prefixListId())
                        .build());
    }

    private List<ManagedPrefixList> lists(Filter... filters) {
        DescribeManagedPrefixListsResponse all =
                desk.ask(DescribeManagedPrefixListsRequest.builder().filters(filters).build());
        return all.prefixLists();
    }

    private List<String> entries(ManagedPrefixList which, long version) {
        GetManagedPrefixListEntriesResponse all =
                desk.ask(
                        GetManagedPrefixListEntriesRequest.builder()
                                .prefixListId(which.prefixListId())
                                .targetVersion(version)
                                .build());
        return all.entries().stream().map(PrefixListStoryTest::text).toList();
    }

    private static String text(PrefixListEntry entry) {
        return entry.description() == null
                ? entry.cidr()
                : entry.cidr() + " " + entry.description();
    }

    private List<String> users(ManagedPrefixList which) {
        GetManagedPrefixListAssociationsResponse all =
                desk.ask(
                        GetManagedPrefixListAssociationsRequest.builder()
                                .prefixListId(which.prefixListId())
                                .build());
        return all.prefixListAssociations().stream()
                .map(PrefixListAssociation::resourceId)
                .toList();
    }

    private void open(String group, ManagedPrefixList list) {
        desk.ask(
                AuthorizeSecurityGroupIngressRequest.builder()
                        .groupId(group)
                        .ipPermissions(
                                p ->
                                        p.ipProtocol("tcp")
                                                .fromPort(443)
                                                .toPort(443)
                                                .prefixListIds(
                                                        l ->
                                                                l.prefixListId(list.prefixListId())
                                                                        .description("office")))
                        .build());
    }

    private List<SecurityGroupRule> rulesOf(String group) {
        DescribeSecurityGroupRulesResponse all =
                desk.ask(
                        DescribeSecurityGroupRulesRequest.builder()
                                .filters(Filter.builder().name("group-id").values(group).build())
                                .build());
        return all.securityGroupRules().stream().filter(r -> !r.isEgress()).toList();
    }

    private String group(String name) {
        CreateSecurityGroupResponse made =
                desk.ask(
                        CreateSecurityGroupRequest.builder()
                                .groupName(name)
                                .description("d")
                                .build());
        return made.groupId();
    }
}
