package dev.slipway.controlplane.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.State;
import dev.slipway.nodelink.ControlPlaneLink.TaskCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    private static final Scope HOME = new Scope("123456789012", "eu-west-1");
    private static final String TASK = "0123456789abcdef0123456789abcdef";
    private static final String ROLE = "arn:aws:iam::123456789012:role/path/app";

    private final State state = State.inMemory(Credentials.kinds());
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final Credentials credentials = new Credentials(state, () -> now, new Random(3));

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void theRootKeyIsMadeOnceAndSignsAsRoot() {
        RootKey key = credentials.rootKey();
        assertThat(key.account()).matches("[1-9]\\d{11}");
        assertThat(key.accessKeyId()).matches("AKIA[A-Z2-7]{16}");
        assertThat(key.secret()).hasSize(40);
        assertThat(credentials.rootKey()).isEqualTo(key);
        assertThat(credentials.rootKey(key.account())).isEqualTo(key);
        assertThat(credentials.find(key.accessKeyId()).orElseThrow().caller().arn())
                .isEqualTo("arn:aws:iam::" + key.account() + ":root");
        assertThat(key.toString()).doesNotContain(key.secret());
    }

    @Test
    void aTaskSignsAsItsRoleUntilItEnds() {
        TaskCredentials given = credentials.forTask(HOME, TASK, ROLE);
        assertThat(given.accessKeyId()).startsWith("ASIA");
        var key = credentials.find(given.accessKeyId()).orElseThrow();
        assertThat(key.caller().arn())
                .isEqualTo("arn:aws:sts::123456789012:assumed-role/app/" + TASK);
        assertThat(key.sessionToken()).isEqualTo(given.token()).isNotEmpty();
        assertThat(credentials.forTask(HOME, TASK, ROLE)).isEqualTo(given);
        state.commit(
                tx -> {
                    credentials.end(tx, HOME, TASK);
                    return 0;
                });
        assertThat(credentials.find(given.accessKeyId())).isEmpty();
    }

    @Test
    void credentialsAreRenewedBeforeTheyEndAndTheOldOnesWorkTillThen() {
        TaskCredentials first = credentials.forTask(HOME, TASK, ROLE);
        now = now.plus(Duration.ofMinutes(301));
        TaskCredentials second = credentials.forTask(HOME, TASK, ROLE);
        assertThat(second.accessKeyId()).isNotEqualTo(first.accessKeyId());
        assertThat(second.expirationEpochSecond())
                .isEqualTo(now.plus(Credentials.TASK_KEY_LIFE).getEpochSecond());
        assertThat(credentials.find(first.accessKeyId())).isPresent();
        now = now.plus(Duration.ofMinutes(59));
        assertThat(credentials.find(first.accessKeyId())).isEmpty();
        assertThat(credentials.find(second.accessKeyId())).isPresent();
    }
}
