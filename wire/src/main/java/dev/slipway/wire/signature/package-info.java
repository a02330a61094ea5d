/**
 * Proof of who calls: AWS Signature Version 4.
 *
 * <p>{@link dev.slipway.wire.signature.Claim} is what a request says about its signer, read without
 * believing it (routing needs the service that it names); {@link
 * dev.slipway.wire.signature.SignatureCheck} is the front door that believes it or throws {@link
 * dev.slipway.wire.signature.SignatureFault}. Header and presigned query forms, whole and chunked
 * bodies. What the caller may do is not here.
 */
@NullMarked
package dev.slipway.wire.signature;

import org.jspecify.annotations.NullMarked;
