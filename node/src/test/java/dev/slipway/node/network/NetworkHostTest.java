package dev.slipway.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.nodelink.InterfacePlan;
import dev.slipway.nodelink.SecurityGroupPlan.Peer;
import dev.slipway.nodelink.SecurityGroupPlan.Rule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkHostTest {
    private static final int SOON = 2_000;
    private static final int SILENCE = 250;

    private Stage stage;
    private NetworkSettings settings;
    private Network network;

    @BeforeEach
    void openTheNetwork() throws Exception {
        stage = new Stage();
        settings = stage.settings("one", "198.18.7.0/24");
        network = stage.open(settings);
    }

    @AfterEach
    void takeItAllDown() throws Exception {
        if (network != null) {
            network.close();
        }
        Dismantling.dismantle(settings, stage.namespaces);
        stage.close();
    }

    private Path launch(InterfacePlan eni) {
        network.apply(stage.plan);
        stage.attach(network, eni);
        return network.openNamespace(eni.id());
    }

    @Test
    void interfacesOfTheDefaultGroupReachEachOtherAndSeePrivateAddresses() {
        InterfacePlan first = stage.eni(1, "", Stage.DEFAULT);
        InterfacePlan second = stage.eni(2, "", Stage.DEFAULT);
        Path from = launch(first);
        stage.server(launch(second), 80);

        assertThat(stage.reach(from, second.privateAddress(), 80, SOON))
                .isEqualTo(first.privateAddress());
    }

    @Test
    void anInterfaceOfAnotherGroupIsNotHeardInTheSameSubnet() {
        InterfacePlan stranger = stage.eni(1, "", Stage.OTHER);
        InterfacePlan server = stage.eni(2, "", Stage.DEFAULT);
        Path from = launch(stranger);
        stage.server(launch(server), 80);

        assertThat(stage.reach(from, server.privateAddress(), 80, SILENCE)).isEmpty();
    }

    @Test
    void aRuleThatNamesAGroupAdmitsItsMembersOnThatPortOnly() {
        Rule fromOther = new Rule(6, 8080, 8090, new Peer.Group(Stage.OTHER));
        stage.group(Stage.WEB, List.of(fromOther), List.of(Stage.ALL_OUT));
        InterfacePlan client = stage.eni(1, "", Stage.OTHER);
        InterfacePlan stranger = stage.eni(2, "", Stage.DEFAULT);
        InterfacePlan web = stage.eni(3, "", Stage.WEB);
        Path from = launch(client);
        Path other = launch(stranger);
        Path there = launch(web);
        stage.server(there, 8085);
        stage.server(there, 8091);

        assertThat(stage.reach(from, web.privateAddress(), 8085, SOON)).isNotEmpty();
        assertThat(stage.reach(from, web.privateAddress(), 8091, SILENCE)).isEmpty();
        assertThat(stage.reach(other, web.privateAddress(), 8085, SILENCE)).isEmpty();
    }

    @Test
    void egressRulesHoldBackWhatTheDestinationWouldTake() {
        Rule open = new Rule(-1, -1, -1, new Peer.Cidr("0.0.0.0/0"));
        stage.group(Stage.WEB, List.of(open), List.of());
        stage.group(
                Stage.OTHER,
                List.of(),
                List.of(new Rule(6, 80, 80, new Peer.Cidr("172.31.0.0/16"))));
        InterfacePlan mute = stage.eni(1, "", Stage.WEB);
        InterfacePlan narrow = stage.eni(2, "", Stage.OTHER);
        InterfacePlan web = stage.eni(3, "", Stage.WEB);
        Path muted = launch(mute);
        Path narrowed = launch(narrow);
        Path there = launch(web);
        stage.server(there, 80);
        stage.server(there, 81);

        assertThat(stage.reach(muted, web.privateAddress(), 80, SILENCE)).isEmpty();
        assertThat(stage.reach(narrowed, web.privateAddress(), 80, SOON)).isNotEmpty();
        assertThat(stage.reach(narrowed, web.privateAddress(), 81, SILENCE)).isEmpty();
    }

    @Test
    void aChangedRuleHoldsAtOnce() {
        InterfacePlan client = stage.eni(1, "", Stage.OTHER);
        InterfacePlan server = stage.eni(2, "", Stage.DEFAULT);
        Path from = launch(client);
        stage.server(launch(server), 80);
        assertThat(stage.reach(from, server.privateAddress(), 80, SILENCE)).isEmpty();

        Rule open = new Rule(6, 80, 80, new Peer.Cidr("172.31.0.0/16"));
        stage.group(Stage.DEFAULT, List.of(open), List.of(Stage.ALL_OUT));
        network.apply(stage.plan);
        assertThat(stage.reach(from, server.privateAddress(), 80, SOON)).isNotEmpty();

        stage.group(Stage.DEFAULT, List.of(), List.of(Stage.ALL_OUT));
        network.apply(stage.plan);
        assertThat(stage.reach(from, server.privateAddress(), 80, SILENCE)).isEmpty();
    }

    @Test
    void theHostReachesAPublicAddressAndOnlyOneInUse() {
        Rule web = new Rule(6, 80, 80, new Peer.Cidr("0.0.0.0/0"));
        stage.group(Stage.WEB, List.of(web), List.of(Stage.ALL_OUT));
        InterfacePlan eni = stage.eni(1, "198.18.7.9", Stage.WEB);
        stage.server(launch(eni), 80);

        assertThat(stage.reach(stage.hostFile, "198.18.7.9", 80, SOON)).isEqualTo("169.254.100.1");
        assertThat(stage.reach(stage.hostFile, "198.18.7.10", 80, SILENCE)).isEmpty();

        network.detach(eni.id());
        assertThat(stage.reach(stage.hostFile, "198.18.7.9", 80, SILENCE)).isEmpty();
    }

    @Test
    void aPublicAddressUsedInsideItsVpcIsSeenFromThePublicSide() {
        Rule web = new Rule(6, 80, 80, new Peer.Cidr("0.0.0.0/0"));
        stage.group(Stage.WEB, List.of(web), List.of(Stage.ALL_OUT));
        InterfacePlan client = stage.eni(1, "198.18.7.8", Stage.OTHER);
        InterfacePlan hidden = stage.eni(2, "", Stage.OTHER);
        InterfacePlan server = stage.eni(3, "198.18.7.9", Stage.WEB);
        Path from = launch(client);
        Path without = launch(hidden);
        stage.server(launch(server), 80);

        assertThat(stage.reach(from, "198.18.7.9", 80, SOON)).isEqualTo("198.18.7.8");
        assertThat(stage.reach(without, "198.18.7.9", 80, SILENCE)).isEmpty();
    }

    @Test
    void theHostItselfIsSilentToTasks() {
        InterfacePlan eni = stage.eni(1, "198.18.7.9", Stage.DEFAULT);
        Path from = launch(eni);
        stage.server(stage.hostFile, 22);

        assertThat(stage.reach(from, "169.254.100.1", 22, SILENCE)).isEmpty();
    }
}
