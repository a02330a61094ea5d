package dev.slipway.wire.http;

import dev.slipway.wire.AccessKeys;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import dev.slipway.wire.Call;
import dev.slipway.wire.Caller;
import dev.slipway.wire.Incoming;
import dev.slipway.wire.OperationBinding;
import dev.slipway.wire.Refusal;
import dev.slipway.wire.Reply;
import dev.slipway.wire.facts.Dialect;
import dev.slipway.wire.facts.OperationFacts;
import dev.slipway.wire.facts.Rules;
import dev.slipway.wire.protocol.Protocol;
import dev.slipway.wire.signature.Claim;
import dev.slipway.wire.signature.SignatureCheck;
import dev.slipway.wire.signature.SignatureCheck.Proven;
import dev.slipway.wire.signature.SignatureFault;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkPojo;

/** Takes a request through route, signature, codec and rules to its operation, and back. */
final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private final EndpointSettings settings;
    private final Router router;
    private final SignatureCheck signatures;
    private final Function<RuntimeException, Optional<AwsError>> failures;

    Calls(
            EndpointSettings settings,
            List<Served> services,
            AccessKeys keys,
            Function<RuntimeException, Optional<AwsError>> failures) {
        this.settings = settings;
        this.router = new Router(services);
        this.signatures = new SignatureCheck(keys);
        this.failures = failures;
    }

    Reply answer(Incoming request, String requestId) {
        Claim claim = Claim.of(request);
        Incoming plain;
        try {
            // A body in signed chunks is inflated after they were checked; no form comes in chunks.
            plain = chunked(request) ? request : Inflation.plain(request, settings.maxBodyBytes());
        } catch (AwsException refused) {
            return Router.likely(request).refuse(refused.error(), requestId);
        }
        Route route = router.route(plain, claim);
        try {
            return switch (route) {
                case Route.Nowhere nowhere -> {
                    if (settings.auth() == AuthMode.ENFORCE && claim instanceof Claim.Unsigned) {
                        throw signatureError(request, claim, nowhere.dialect());
                    }
                    throw nowhere.error().asException();
                }
                case Route.ToOperation to -> answer(request, claim, to, requestId);
            };
        } catch (AwsException refused) {
            return route.protocol().refuse(refused.error(), requestId);
        } catch (RuntimeException failed) {
            return route.protocol().refuse(failure(failed, requestId), requestId);
        }
    }

    private static boolean chunked(Incoming request) {
        return request.header("x-amz-content-sha256").startsWith("STREAMING-");
    }

    private AwsException signatureError(Incoming request, Claim claim, Dialect dialect) {
        try {
            signatures.check(request, claim, "");
            throw new IllegalStateException("an unsigned request proves nothing");
        } catch (SignatureFault fault) {
            return fault.asError(dialect).asException();
        }
    }

    private Reply answer(Incoming request, Claim claim, Route.ToOperation to, String requestId) {
        Served service = to.service();
        Proven proven = prove(request, claim, service);
        Call call =
                new Call(
                        requestId,
                        service.facts().service(),
                        to.operation(),
                        proven.caller(),
                        region(claim),
                        request.receivedAt(),
                        request.sourceAddress(),
                        request.header("user-agent"));
        Optional<Refusal> refusal = service.refusal(to.operation());
        if (refusal.isPresent()) {
            service.whenRefused().accept(call, refusal.get());
            throw refused(service, refusal.get().error());
        }
        OperationBinding<?, ?> binding =
                service.operation(to.operation())
                        .orElseThrow(
                                () -> to.protocol().unknownOperation(to.operation()).asException());
        Incoming plain = Inflation.plain(proven.request(), settings.maxBodyBytes());
        SdkPojo input = to.protocol().decode(plain, binding.newInput().get());
        return invoke(binding, to.protocol(), service, call, input);
    }

    private static <I extends SdkPojo, O extends SdkPojo> Reply invoke(
            OperationBinding<I, O> binding,
            Protocol protocol,
            Served service,
            Call call,
            SdkPojo decoded) {
        @SuppressWarnings("unchecked") // the binding's own builder built it
        I input = (I) decoded;
        OperationFacts facts = service.operationFacts(call.operation());
        Optional<AwsError> broken = Rules.broken(service.facts(), facts, input);
        if (broken.isPresent()) {
            throw broken.get().asException();
        }
        try {
            O output = binding.invocation().invoke(call, input);
            return protocol.encode(service.facts(), facts, output, call.requestId());
        } catch (AwsException refused) {
            throw refused(service, refused.error());
        }
    }

    private static AwsException refused(Served service, AwsError error) {
        return service.facts().asModelled(error).asException();
    }

    private Proven prove(Incoming request, Claim claim, Served service) {
        if (settings.auth() == AuthMode.OPEN) {
            return new Proven(anyone(claim), request);
        }
        try {
            return signatures.check(request, claim, service.facts().signingName());
        } catch (SignatureFault fault) {
            throw fault.asError(service.facts().dialect()).asException();
        }
    }

    private Caller anyone(Claim claim) {
        String key = claim instanceof Claim.Signed signed ? signed.accessKeyId() : "";
        String account = key.matches("[0-9]{12}") ? key : settings.openAccount();
        return new Caller(account, "arn:aws:iam::" + account + ":root", account, key);
    }

    private String region(Claim claim) {
        return claim instanceof Claim.Signed signed && !signed.region().isEmpty()
                ? signed.region()
                : settings.defaultRegion();
    }

    private AwsError failure(RuntimeException failed, String requestId) {
        Optional<AwsError> mapped = failures.apply(failed);
        if (mapped.isPresent()) {
            LOG.warn(
                    "request {} answered {}: {}",
                    requestId,
                    mapped.get().code(),
                    failed.toString());
            return mapped.get();
        }
        LOG.error("request {} failed", requestId, failed);
        return internalFailure();
    }

    static AwsError internalFailure() {
        return AwsError.of(
                "InternalFailure",
                500,
                "The request processing has failed because of an unknown error, exception or"
                        + " failure.");
    }
}
