package dev.slipway.controlplane.api;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.Caller;

/** How a service words the errors that the gate makes for it. */
public enum ErrorForm {
    /** awsJson services: all that is the caller's fault is 400. */
    JSON {
        @Override
        AwsError denied(Caller caller, Access access, String because) {
            return AwsError.of("AccessDeniedException", sentence(caller, access, because));
        }

        @Override
        AwsError internal() {
            return AwsError.of("InternalFailure", 500, INTERNAL);
        }
    },
    /** awsQuery services, such as STS. */
    QUERY {
        @Override
        AwsError denied(Caller caller, Access access, String because) {
            return AwsError.of("AccessDenied", 403, sentence(caller, access, because));
        }

        @Override
        AwsError internal() {
            return AwsError.of("InternalFailure", 500, INTERNAL);
        }
    },
    /** EC2. */
    EC2 {
        @Override
        AwsError denied(Caller caller, Access access, String because) {
            return AwsError.of(
                    "UnauthorizedOperation",
                    403,
                    "You are not authorized to perform this operation. "
                            + sentence(caller, access, because));
        }

        @Override
        AwsError internal() {
            return AwsError.of("InternalError", 500, "An internal error has occurred");
        }
    };

    private static final String INTERNAL =
            "The request processing has failed because of an unknown error, exception or failure.";

    abstract AwsError denied(Caller caller, Access access, String because);

    abstract AwsError internal();

    /** The disk took nothing; a client may try again. */
    AwsError unavailable() {
        return AwsError.of(
                "ServiceUnavailable",
                503,
                "The request was not recorded because the storage is full or broken. Nothing was changed.");
    }

    private static String sentence(Caller caller, Access access, String because) {
        String resource = access.resources().getFirst();
        // Where an action has no resource type AWS leaves the resource out.
        String on = resource.equals("*") ? "" : " on resource: " + resource;
        return "User: %s is not authorized to perform: %s%s %s"
                .formatted(caller.arn(), access.action(), on, because);
    }
}
