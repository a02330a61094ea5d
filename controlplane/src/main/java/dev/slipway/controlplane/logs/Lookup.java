package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.Call;

/** Finds what a call names, or refuses in AWS's words. */
final class Lookup {
    private Lookup() {}

    static Scope scope(Call call) {
        return new Scope(call.caller().account(), call.region());
    }

    static LogGroup group(Reader reader, Scope scope, String name) {
        return reader.find(LogGroup.KIND, LogGroup.key(scope, name))
                .orElseThrow(LogsRefusals::noSuchGroup);
    }

    /** A missing group is told before a missing stream. */
    static LogStream stream(Reader reader, Scope scope, String group, String name) {
        Lookup.group(reader, scope, group);
        return reader.find(LogStream.KIND, LogStream.key(scope, group, name))
                .orElseThrow(LogsRefusals::noSuchStream);
    }
}
