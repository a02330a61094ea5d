package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.aws.Arn;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.nodelink.TaskReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A task. Its transitions are pure: each returns the task as it then is, with a higher {@link
 * Life#version()} when a user can see the difference, and the very same record when nothing
 * changed.
 *
 * @param id 32 lower-case hex digits, the last part of the ARN
 * @param nodeId where it runs
 * @param availabilityZone the subnet's
 * @param credentialsId unguessable part of the credentials path; empty when it has no role
 * @param tags its own; gone once a stop was asked for, as on AWS
 */
public record Task(
        String id,
        Ask ask,
        String nodeId,
        String availabilityZone,
        String credentialsId,
        Attachment attachment,
        Life life,
        List<TaskContainer> containers,
        Tags tags) {

    /** Those that a listing asks for lie side by side, ordered by id. */
    static final Kind.Index<Task> LISTED = new Kind.Index<>("listed", Task::listings);

    public static final Kind<Task> KIND = Kind.of("ecs-task", Task.class).indexed(LISTED);

    public Task {
        containers = List.copyOf(containers);
    }

    public String arn() {
        return Arn.of("ecs", ask.scope(), "task/" + ask.cluster() + "/" + id).toString();
    }

    public Key key() {
        return Key.of(ask.scope(), nameOf(ask.cluster(), id));
    }

    /** The name of a task's record: all of one cluster lie side by side. */
    public static String nameOf(String cluster, String id) {
        return cluster + "/" + id;
    }

    private List<String> listings() {
        String cluster = ask.cluster();
        boolean stopping = life.stopRequested();
        List<String> names = new ArrayList<>();
        names.add(listing(cluster, stopping) + id);
        names.add(listingOfFamily(cluster, stopping, ask.family()) + id);
        if (!ask.startedBy().isEmpty()) {
            names.add(listingByStarter(cluster, stopping, ask.startedBy()) + id);
        }
        return names;
    }

    // What a listing's names start with, before the task's id. No part can hold a space.

    static String listing(String cluster, boolean stopping) {
        return cluster + (stopping ? " stopped  " : " running  ");
    }

    static String listingOfFamily(String cluster, boolean stopping, String family) {
        return listing(cluster, stopping).strip() + " of " + family + " ";
    }

    static String listingByStarter(String cluster, boolean stopping, String startedBy) {
        return listing(cluster, stopping).strip() + " by " + startedBy + " ";
    }

    public boolean stopped() {
        return life.stopped();
    }

    /** Someone wants it stopped: the first to want it gives the code and the reason. */
    public Task stopAsked(StopCode code, String reason) {
        return life.stopRequested() ? this : changed(attachment, life.stopping(code, reason));
    }

    /** A user's stop, which takes the tags away as well. */
    Task stopAskedByUser(String reason) {
        Task asked = stopAsked(StopCode.USER_INITIATED, reason);
        return asked.tags.isEmpty() ? asked : asked.tagged(Tags.none());
    }

    Task tagged(Tags newTags) {
        return new Task(
                id,
                ask,
                nodeId,
                availabilityZone,
                credentialsId,
                attachment,
                life,
                containers,
                newTags);
    }

    /**
     * What a node sees is joined with what is known: reports may come twice, late, or in any order,
     * and nothing is taken back.
     */
    public Task seen(TaskReport report, Instant now) {
        if (stopped()) {
            return this;
        }
        List<TaskContainer> then =
                containers.stream().map(c -> Sighting.of(c, report.containers())).toList();
        Life next = Sighting.of(life, then, report, now);
        if (next.stopped()) {
            then = then.stream().map(TaskContainer::over).toList();
        }
        Attachment.Status link = Sighting.attachment(next);
        return changed(attachment.advanced(link), next, then);
    }

    /** Its node no longer has it: all that was of it is gone. */
    public Task lost(Instant now) {
        if (stopped()) {
            return this;
        }
        Life over =
                life.stopping(
                        life.startedAt().isPresent()
                                ? StopCode.TERMINATION_NOTICE
                                : StopCode.TASK_FAILED_TO_START,
                        "The node that ran this task lost it: its containers are gone.");
        Optional<Instant> at = Optional.of(now);
        over =
                over.advanced(TaskStatus.STOPPED)
                        .timed(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                at,
                                life.startedAt().isPresent() ? at : Optional.empty(),
                                at);
        return changed(
                attachment.advanced(Attachment.Status.DELETED),
                over,
                containers.stream().map(TaskContainer::over).toList());
    }

    private Task changed(Attachment link, Life next) {
        return changed(link, next, containers);
    }

    private Task changed(Attachment link, Life next, List<TaskContainer> then) {
        if (link.equals(attachment) && next.equals(life) && then.equals(containers)) {
            return this;
        }
        return new Task(
                id,
                ask,
                nodeId,
                availabilityZone,
                credentialsId,
                link,
                next.nextVersion(),
                then,
                tags);
    }
}
