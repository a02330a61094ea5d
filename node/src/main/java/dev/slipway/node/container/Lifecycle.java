package dev.slipway.node.container;

import dev.slipway.node.host.ProcessFd;
import dev.slipway.node.host.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to a container between its creation and its removal. */
final class Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String CONMON_LOST =
            "ContainerRuntimeError: the process that kept the container's output and exit code was"
                    + " ended from outside; the container was stopped";
    private static final String HOLDER_LOST =
            "ContainerRuntimeError: the process that kept the task's process namespace was ended"
                    + " from outside, and every process of the task with it";
    private static final String REBOOTED =
            "ContainerRuntimeError: the machine was restarted while the container ran";

    private final Equipment equipment;
    private final Launch launch;
    private final Removal removal;
    private final ContainerCheck check;
    private final Consumer<Container> ended;
    private final Consumer<Container> deleted;

    /**
     * @param ended told once of each end that comes while we watch
     * @param deleted told when nothing is left of a container
     */
    Lifecycle(
            Equipment equipment,
            Launch launch,
            Removal removal,
            ContainerCheck check,
            Consumer<Container> ended,
            Consumer<Container> deleted) {
        this.equipment = equipment;
        this.launch = launch;
        this.removal = removal;
        this.check = check;
        this.ended = ended;
        this.deleted = deleted;
    }

    void watch(Container container, ProcessFd conmon) {
        equipment
                .watch()
                .add(
                        conmon,
                        _ -> {
                            if (container.end(exitOf(container))) {
                                ended.accept(container);
                            }
                        });
    }

    void start(Container container) throws LaunchException {
        synchronized (container) {
            if (container.state() != Container.State.CREATED) {
                throw new LaunchException(
                        "CannotStartContainerError",
                        container
                                .exit()
                                .map(
                                        exit ->
                                                exit.reason().isEmpty()
                                                        ? "it has ended"
                                                        : exit.reason())
                                .orElse("it runs already"));
            }
            ContainerRecord started =
                    container.record().started(equipment.clock().instant().toEpochMilli());
            launch.start(started);
            container.record(started);
        }
    }

    void signal(Container container, int signal) {
        ContainerRecord record = container.record();
        if (container.exit().isPresent()) {
            return;
        }
        if (signal == Signals.KILL && !record.life().killed()) {
            record = keep(container, record.killed());
        }
        if (signal == Signals.KILL && record.manner().sharedProcesses()) {
            // Elsewhere the kernel ends all with the first process of their namespace.
            equipment.cgroups().processes(group(container)).forEach(Removal::kill);
        }
        own(record.who().pid(), record.who().startTime())
                .ifPresent(
                        process -> {
                            process.signal(signal);
                            process.close();
                        });
    }

    void signalKeeper(Container container, int signal) {
        ContainerRecord.Who who = container.record().who();
        own(who.conmon(), who.conmonStartTime())
                .ifPresent(
                        process -> {
                            process.signal(signal);
                            process.close();
                        });
    }

    OptionalLong keeperWrote(Container container) {
        ContainerRecord.Who who = container.record().who();
        OptionalLong wrote = Processes.wrote(who.conmon());
        OptionalLong seen = Processes.startTime(who.conmon());
        return seen.isPresent() && seen.getAsLong() == who.conmonStartTime()
                ? wrote
                : OptionalLong.empty();
    }

    /** The process only if it is the one that we mean: numbers are used again. */
    private static Optional<ProcessFd> own(long pid, long startTime) {
        if (pid <= 0) {
            return Optional.empty();
        }
        Optional<ProcessFd> process = ProcessFd.open(pid);
        OptionalLong seen = Processes.startTime(pid);
        if (process.isPresent() && (seen.isEmpty() || seen.getAsLong() != startTime)) {
            process.get().close();
            return Optional.empty();
        }
        return process;
    }

    Optional<Usage> usage(Container container) {
        return equipment.limits().usage(group(container));
    }

    private String group(Container container) {
        return equipment.folders().group(container.taskId(), container.id());
    }

    /** conmon is gone: makes sure that the container is, and says how it ended. */
    private Exit exitOf(Container container) {
        String id = container.id();
        String group = group(container);
        OptionalInt code = equipment.conmon().exitCode(container.record().handle());
        if (!removal.empty(group)) {
            LOG.error("container {} has ended but a process in its cgroup does not die", id);
        }
        if (code.isEmpty()) {
            keep(container, container.record().lost(CONMON_LOST));
            return new Exit(code, CONMON_LOST, equipment.clock().instant());
        }
        ContainerRecord.Life life = container.record().life();
        long kills = equipment.limits().killedForMemory(group) - life.memoryKills();
        String reason = Exit.reason(code.getAsInt(), life.killed(), kills);
        if (reason.isEmpty() && !life.killed() && holderLost(container.record())) {
            reason = HOLDER_LOST;
        }
        return new Exit(code, reason, endedAt(container.record().handle()));
    }

    private boolean holderLost(ContainerRecord record) {
        if (!record.manner().sharedProcesses()) {
            return false;
        }
        String id = SharedProcesses.holder(record.taskId());
        return ContainerRecord.read(equipment.folders().of(id))
                .map(holder -> Processes.ended(holder.who().pid()))
                .orElse(true);
    }

    private Instant endedAt(String handle) {
        try {
            return Files.getLastModifiedTime(equipment.conmon().exitFile(handle)).toInstant();
        } catch (IOException _) {
            return equipment.clock().instant();
        }
    }

    private ContainerRecord keep(Container container, ContainerRecord newer) {
        container.record(newer);
        try {
            newer.write(equipment.folders().of(newer.handle()));
        } catch (IOException e) {
            LOG.warn("what became of container {} could not be kept", container.id(), e);
        }
        return newer;
    }

    boolean check(Container container, List<String> command, Duration atMost)
            throws IOException, InterruptedException {
        return container.state() == Container.State.RUNNING
                && check.passes(container.record(), command, atMost)
                && container.state() == Container.State.RUNNING;
    }

    void renew(Container container) throws LaunchException {
        synchronized (container) {
            Optional<Exit> exit = container.exit();
            if (exit.isEmpty()) {
                if (container.state() == Container.State.CREATED) {
                    return;
                }
                throw new LaunchException(
                        "CannotStartContainerError", "the container runs, it has not ended");
            }
            ContainerRecord record = container.record();
            if (!record.bootId().equals(equipment.bootId())) {
                throw new LaunchException("CannotStartContainerError", REBOOTED);
            }
            long kills = equipment.limits().killedForMemory(group(container));
            Launch.Launched launched;
            try {
                ContainerRecord renewed = keep(container, record.renewed(exit.get(), kills));
                removal.processes(record.taskId(), record.id(), record.handle());
                launched = launch.again(renewed);
            } catch (IOException e) {
                keep(container, record);
                throw new LaunchException(
                        "CannotStartContainerError", String.valueOf(e.getMessage()), e);
            } catch (LaunchException e) {
                keep(container, container.record().undone());
                throw e;
            }
            container.again(launched.record());
            watch(container, launched.conmon());
        }
    }

    /**
     * Takes in a container that an earlier process left.
     *
     * @return false when it was never started and is now undone
     */
    boolean adopt(Container container) throws IOException {
        ContainerRecord record = container.record();
        if (!record.bootId().equals(equipment.bootId())) {
            container.end(new Exit(OptionalInt.empty(), REBOOTED, equipment.clock().instant()));
            return true;
        }
        boolean begun = record.life().startedAtMillis() > 0;
        boolean known = !record.who().equals(ContainerRecord.Who.NOBODY);
        if (record.past().startedAtMillis() > 0 && !(begun && known)) {
            removal.processes(record.taskId(), record.id(), record.handle());
            keep(container, record.undone());
            container.end(record.past().exit());
            return true;
        }
        if (!begun) {
            removal.container(record.taskId(), record.id(), record.handle());
            return false;
        }
        if (launch.waits(record.handle())) {
            // It may have run since, so it cannot be undone any more.
            launch.release(record.handle());
        }
        if (!record.life().lostReason().isEmpty()) {
            Instant at = equipment.clock().instant();
            container.end(new Exit(OptionalInt.empty(), record.life().lostReason(), at));
            return true;
        }
        check.endAll(record);
        ContainerRecord.Who who = record.who();
        Optional<ProcessFd> conmon = own(who.conmon(), who.conmonStartTime());
        if (conmon.isPresent() && !Processes.ended(who.conmon())) {
            watch(container, conmon.get());
        } else {
            conmon.ifPresent(ProcessFd::close);
            container.end(exitOf(container));
        }
        return true;
    }

    void delete(Container container) throws IOException {
        if (container.exit().isEmpty()) {
            container.kill();
            try {
                boolean _ = container.awaitExit(PATIENCE).isPresent();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        removal.container(container.taskId(), container.id(), container.record().handle());
        deleted.accept(container);
    }
}
