/**
 * CloudWatch Logs filter patterns: unstructured terms, regular expressions between percent signs,
 * JSON conditions and space-delimited columns. Parsing refuses what AWS refuses; matching is pure.
 */
@NullMarked
package dev.slipway.controlplane.logfilter;

import org.jspecify.annotations.NullMarked;
