/**
 * Public addresses: one pool for the whole server, whatever the account, because the machine's
 * routes are.
 *
 * <p>An address belongs to one interface from its creation to its deletion. When the configured
 * pool changes, addresses of the former one stay with their holders until they are given back.
 *
 * <p>Not here: addresses that users allocate (elastic IPs).
 */
@NullMarked
package dev.slipway.controlplane.ec2.address;

import org.jspecify.annotations.NullMarked;
