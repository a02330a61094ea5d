/**
 * Tags of namespaces and services. They live in the records of their nouns; at most 50 on a
 * resource.
 */
@NullMarked
package dev.slipway.controlplane.discovery.tag;

import org.jspecify.annotations.NullMarked;
