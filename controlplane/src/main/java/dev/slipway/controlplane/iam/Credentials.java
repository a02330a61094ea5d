package dev.slipway.controlplane.iam;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.nodelink.ControlPlaneLink;
import dev.slipway.wire.AccessKeys;
import dev.slipway.wire.Caller;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The front door to access keys: root keys, tasks' temporary keys, and who signs with which. */
public final class Credentials implements AccessKeys {
    /** AWS gives a task's credentials six hours. */
    public static final Duration TASK_KEY_LIFE = Duration.ofHours(6);

    /** SDKs fetch anew when less than 15 minutes remain, so what we hand out has more. */
    public static final Duration TASK_KEY_RENEWED_BEFORE = Duration.ofHours(1);

    private final State state;
    private final InstantSource clock;
    private final KeyMaterial material;

    /**
     * @param random makes the secrets: a secure one, save in simulations
     */
    public Credentials(State state, InstantSource clock, RandomGenerator random) {
        this.state = state;
        this.clock = clock;
        this.material = new KeyMaterial(random);
    }

    /** The account's root key; made when there is none. */
    public RootKey rootKey(String account) {
        Optional<RootKey> known = oldestRootKey(state.read(), account);
        if (known.isPresent()) {
            return known.get();
        }
        AccessKeyRecord made = newRootKey(account);
        return state.commit(
                tx -> {
                    Optional<RootKey> sooner = oldestRootKey(tx, account);
                    if (sooner.isPresent()) {
                        return sooner.get();
                    }
                    tx.put(AccessKeyRecord.KIND, AccessKeyRecord.key(made.id()), made);
                    return rootKey(made);
                });
    }

    /** The root key of the first account; an account is made up when there is none yet. */
    public RootKey rootKey() {
        return oldestRootKey(state.read(), "").orElseGet(() -> rootKey(material.account()));
    }

    @Override
    public Optional<AccessKey> find(String accessKeyId) {
        return state.read()
                .find(AccessKeyRecord.KIND, AccessKeyRecord.key(accessKeyId))
                .filter(k -> !k.expiredAt(clock.instant().getEpochSecond()))
                .map(
                        k ->
                                new AccessKey(
                                        k.secret(),
                                        k.sessionToken(),
                                        new Caller(k.account(), k.arn(), k.principalId(), k.id())));
    }

    /**
     * Credentials of a task's role with at least {@link #TASK_KEY_RENEWED_BEFORE} to live: the
     * newest ones, or fresh ones. Older ones go on working until they end. Ask only for a living
     * task.
     *
     * @param taskId 32 hex digits; the role session's name
     * @param roleArn of a role, with or without a path
     */
    public ControlPlaneLink.TaskCredentials forTask(Scope scope, String taskId, String roleArn) {
        Key key = TaskKeys.key(scope, taskId);
        Optional<AccessKeyRecord> fresh = newest(state.read(), key, roleArn);
        if (fresh.isPresent()) {
            return handedOut(fresh.get(), roleArn);
        }
        AccessKeyRecord minted = newTaskKey(scope.account(), taskId, roleArn);
        // An observation: a key that is lost with the machine's power is minted again when asked.
        return state.observe(
                tx -> {
                    Optional<AccessKeyRecord> sooner = newest(tx, key, roleArn);
                    if (sooner.isPresent()) {
                        return handedOut(sooner.get(), roleArn);
                    }
                    tx.put(AccessKeyRecord.KIND, AccessKeyRecord.key(minted.id()), minted);
                    tx.put(TaskKeys.KIND, key, withoutExpired(tx, key, roleArn).and(minted.id()));
                    return handedOut(minted, roleArn);
                });
    }

    /** Takes a task's keys away; in the transaction that records the task's end. */
    public void end(Transaction tx, Scope scope, String taskId) {
        Key key = TaskKeys.key(scope, taskId);
        tx.find(TaskKeys.KIND, key)
                .ifPresent(
                        keys -> {
                            for (String id : keys.accessKeyIds()) {
                                tx.delete(AccessKeyRecord.KIND, AccessKeyRecord.key(id));
                            }
                            tx.delete(TaskKeys.KIND, key);
                        });
    }

    private Optional<AccessKeyRecord> newest(Reader reader, Key key, String roleArn) {
        long enough = clock.instant().plus(TASK_KEY_RENEWED_BEFORE).getEpochSecond();
        return reader.find(TaskKeys.KIND, key)
                .filter(keys -> keys.roleArn().equals(roleArn))
                .flatMap(keys -> reader.find(AccessKeyRecord.KIND, keys.newest()))
                .filter(k -> !k.expiredAt(enough));
    }

    private TaskKeys withoutExpired(Transaction tx, Key key, String roleArn) {
        long now = clock.instant().getEpochSecond();
        List<String> before =
                tx.find(TaskKeys.KIND, key).map(TaskKeys::accessKeyIds).orElse(List.of());
        List<String> living =
                before.stream()
                        .filter(
                                id ->
                                        tx.find(AccessKeyRecord.KIND, AccessKeyRecord.key(id))
                                                .filter(k -> !k.expiredAt(now))
                                                .isPresent())
                        .toList();
        before.stream()
                .filter(id -> !living.contains(id))
                .forEach(id -> tx.delete(AccessKeyRecord.KIND, AccessKeyRecord.key(id)));
        return new TaskKeys(roleArn, living);
    }

    private AccessKeyRecord newRootKey(String account) {
        return new AccessKeyRecord(
                material.id("AKIA"),
                material.secret(),
                "",
                account,
                RootOnlyAuthorizer.rootArn(account),
                account,
                clock.instant().getEpochSecond(),
                0);
    }

    private AccessKeyRecord newTaskKey(String account, String taskId, String roleArn) {
        String role = roleArn.substring(roleArn.lastIndexOf('/') + 1);
        long now = clock.instant().getEpochSecond();
        return new AccessKeyRecord(
                material.id("ASIA"),
                material.secret(),
                material.sessionToken(),
                account,
                "arn:aws:sts::%s:assumed-role/%s/%s".formatted(account, role, taskId),
                material.id("AROA") + ":" + taskId,
                now,
                now + TASK_KEY_LIFE.toSeconds());
    }

    /** What the room keeps in state. */
    public static List<Kind<?>> kinds() {
        return List.of(AccessKeyRecord.KIND, TaskKeys.KIND);
    }

    private static Optional<RootKey> oldestRootKey(Reader reader, String account) {
        return reader.list(AccessKeyRecord.KIND, AccessKeyRecord.EVERYWHERE, "AKIA")
                .map(e -> e.value())
                .filter(k -> k.arn().equals(RootOnlyAuthorizer.rootArn(k.account())))
                .filter(k -> account.isEmpty() || k.account().equals(account))
                .min(Comparator.comparingLong(AccessKeyRecord::issuedAt))
                .map(Credentials::rootKey);
    }

    private static RootKey rootKey(AccessKeyRecord key) {
        return new RootKey(key.account(), key.id(), key.secret());
    }

    private static ControlPlaneLink.TaskCredentials handedOut(AccessKeyRecord key, String roleArn) {
        return new ControlPlaneLink.TaskCredentials(
                roleArn, key.id(), key.secret(), key.sessionToken(), key.expiresAt());
    }
}
