/**
 * A task definition: a revision of a family that says what a task is made of. Registered whole,
 * never changed.
 *
 * <p>{@code ACTIVE} until it is deregistered, then {@code INACTIVE}: what runs from it goes on, new
 * tasks are refused. Deleting an inactive one makes it {@code DELETE_IN_PROGRESS}, and it is gone
 * when nothing refers to it. Revision numbers of a family grow by one and are never used again, not
 * even after a delete.
 *
 * <p>The record holds the whole document in our own shape, normalised as AWS answers it (cpu and
 * memory as plain numbers, ports and defaults filled in), so that a new version of the AWS model
 * classes never changes what was stored. An empty text, list or map means that the document does
 * not say.
 *
 * <p>Not here: running it. What of a document a task cannot do yet is told by {@link
 * dev.slipway.controlplane.ecs.taskdefinition.UnsupportedYet}.
 */
@NullMarked
package dev.slipway.controlplane.ecs.taskdefinition;

import org.jspecify.annotations.NullMarked;
