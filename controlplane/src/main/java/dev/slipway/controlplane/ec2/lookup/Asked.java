package dev.slipway.controlplane.ec2.lookup;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;

/** What an input says, and the refusals that most changing operations share. */
public final class Asked {
    private Asked() {}

    /** Refuses with {@code MissingParameter}. */
    public static String required(@Nullable String value, String member) {
        if (value == null || value.isEmpty()) {
            throw missing(member);
        }
        return value;
    }

    public static AwsException missing(String member) {
        return AwsError.of(
                        "MissingParameter",
                        "The request must contain the parameter %s".formatted(member))
                .asException();
    }

    /** Something that AWS has and this does not. */
    public static AwsException unsupported(String what) {
        return AwsError.of("UnsupportedOperation", what + " is not supported yet.").asException();
    }

    public static AwsException invalid(String message) {
        return AwsError.of("InvalidParameterValue", message).asException();
    }

    /** Refuses a text that is no IPv4 block. */
    public static AwsException notABlock(String value, String member) {
        return invalid(
                "Value (%s) for parameter %s is invalid. This is not a valid CIDR block."
                        .formatted(value, member));
    }

    /**
     * Refuses an input with other members than these set; {@code false} and an empty list count as
     * not set. New members of AWS's are thereby refused too, not overlooked.
     *
     * @param members in the model's spelling, such as {@code CidrBlock}; DryRun is always allowed
     */
    public static void only(SdkRequest input, Set<String> members) {
        for (SdkField<?> field : input.sdkFields()) {
            String name = field.memberName();
            boolean known = name.equals("DryRun") || members.contains(name);
            if (!known && isSet(input, name)) {
                throw unsupported("The parameter " + name);
            }
        }
    }

    /** Not asked of the field itself, which would make up a token where none was sent. */
    private static boolean isSet(SdkRequest input, String member) {
        return input.getValueForField(member, Object.class)
                .filter(value -> !value.equals(false))
                .filter(value -> !(value instanceof List<?> list && list.isEmpty()))
                .isPresent();
    }

    /** The value of a boolean attribute. Refuses one that says neither. */
    public static boolean flag(AttributeBooleanValue attribute, String member) {
        return Optional.ofNullable(attribute.value()).orElseThrow(() -> missing(member + ".Value"));
    }
}
