package dev.slipway.wire.facts;

/** The families of services that word the errors of their front end alike. */
public enum Dialect {
    /** awsJson 1.0 and 1.1: codes end in Exception, and most faults of the caller are a 400. */
    JSON,
    /** awsQuery: bare codes, 403 for whoever cannot be told apart. */
    QUERY,
    /** ec2Query: as awsQuery, with codes of its own for credentials and parameters. */
    EC2
}
