/**
 * The resolver of a VPC.
 *
 * <p>It answers for the names that follow from addresses ({@code ip-172-31-0-5.ec2.internal} and
 * {@code ip-172-31-0-5.REGION.compute.internal}, within the VPC's blocks) and hands every other
 * question on to the host's resolvers, over UDP or TCP as it came. Nobody is left waiting: with no
 * resolver, or none that answers, or too many questions at once, the answer is SERVFAIL.
 *
 * <p>Not here: in which namespace the sockets are; namespaces of Cloud Map.
 */
@NullMarked
package dev.slipway.node.dns;

import org.jspecify.annotations.NullMarked;
