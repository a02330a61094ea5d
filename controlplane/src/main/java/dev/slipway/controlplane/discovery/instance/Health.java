package dev.slipway.controlplane.discovery.instance;

/** What users say of an instance's health; the names are AWS's. */
enum Health {
    HEALTHY,
    UNHEALTHY;

    /** Of an instance whose service has no check. */
    static final String UNKNOWN = "UNKNOWN";
}
