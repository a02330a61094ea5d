package dev.slipway.controlplane.ecs.accountsetting;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The settings that there are, in the order in which they are listed.
 *
 * <p>AWS's defaults as of 2026; where a setting does nothing here, only the value that tells the
 * truth can be set, so that nobody believes in a protection that is not there.
 */
public enum SettingName {
    CONTAINER_INSIGHTS("containerInsights", "disabled", "disabled enabled enhanced"),
    SERVICE_LONG_ARN_FORMAT("serviceLongArnFormat", "enabled", "enabled"),
    TASK_LONG_ARN_FORMAT("taskLongArnFormat", "enabled", "enabled"),
    CONTAINER_INSTANCE_LONG_ARN_FORMAT("containerInstanceLongArnFormat", "enabled", "enabled"),
    AWSVPC_TRUNKING("awsvpcTrunking", "disabled", "disabled"),
    FARGATE_FIPS_MODE("fargateFIPSMode", "disabled", "disabled"),
    TAG_RESOURCE_AUTHORIZATION("tagResourceAuthorization", "on", "on off"),
    FARGATE_TASK_RETIREMENT_WAIT_PERIOD("fargateTaskRetirementWaitPeriod", "7", "0 7 14"),
    GUARD_DUTY_ACTIVATE("guardDutyActivate", "off", ""),
    DEFAULT_LOG_DRIVER_MODE("defaultLogDriverMode", "non-blocking", "blocking non-blocking"),
    FARGATE_EVENT_WINDOWS("fargateEventWindows", "disabled", "disabled");

    private final String onTheWire;
    private final String awsDefault;
    private final String allowed;

    SettingName(String onTheWire, String awsDefault, String allowed) {
        this.onTheWire = onTheWire;
        this.awsDefault = awsDefault;
        this.allowed = allowed;
    }

    public String onTheWire() {
        return onTheWire;
    }

    String awsDefault() {
        return awsDefault;
    }

    /** Empty: AWS's own to change. */
    List<String> allowed() {
        return allowed.isEmpty() ? List.of() : List.of(allowed.split(" ", -1));
    }

    static Optional<SettingName> parse(String text) {
        return Arrays.stream(values()).filter(name -> name.onTheWire.equals(text)).findFirst();
    }
}
