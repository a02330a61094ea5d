package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.api.AwsService;
import dev.slipway.controlplane.api.ErrorForm;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.logstore.Batch;
import dev.slipway.controlplane.logstore.EventKey;
import dev.slipway.controlplane.logstore.LogStore;
import dev.slipway.controlplane.logstore.StoredEvent;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.AwsException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The service's front door: its operations, and what the platform itself does with groups and
 * streams.
 */
public final class Logs {
    private final State state;
    private final LogStore store;
    private final Clock clock;
    private final RandomGenerator ids;

    public Logs(State state, LogStore store, Clock clock, RandomGenerator ids) {
        this.state = state;
        this.store = store;
        this.clock = clock;
        this.ids = ids;
    }

    public static List<Kind<?>> kinds() {
        return List.of(LogGroup.KIND, LogStream.KIND);
    }

    /** The numbers of the streams that exist, for opening the store. */
    public static Set<Long> streamIds(Reader reader) {
        return reader.listAll(LogStream.KIND)
                .map(stream -> stream.value().id())
                .collect(Collectors.toSet());
    }

    public AwsService service() {
        return new AwsService(
                "logs",
                ErrorForm.JSON,
                List.of(
                        new CreateLogGroup(state),
                        new DeleteLogGroup(state, store),
                        new DescribeLogGroups(state, store),
                        new CreateLogStream(state, ids),
                        new DeleteLogStream(state, store),
                        new DescribeLogStreams(state, store),
                        new PutLogEvents(state, store),
                        new GetLogEvents(state, store),
                        new FilterLogEvents(state, store),
                        new PutRetentionPolicy(state),
                        new DeleteRetentionPolicy(state),
                        new TagResource(state),
                        new UntagResource(state),
                        new ListTagsForResource(state),
                        new TagLogGroup(state),
                        new UntagLogGroup(state),
                        new ListTagsLogGroup(state)),
                List.of(),
                "OperationNotSupportedException");
    }

    /**
     * Makes a container's stream ready; one that is there (a restart) is used on.
     *
     * @return empty when ready, else why not
     */
    public Optional<String> openStream(
            Scope scope, String group, String stream, boolean createGroup) {
        if (hasStream(state.read(), scope, group, stream)) {
            return Optional.empty();
        }
        try {
            LogNames.group(group);
            LogNames.stream(stream);
        } catch (AwsException e) {
            return Optional.of(e.error().code() + ": " + e.error().message());
        }
        long id = ids.nextLong(1, Long.MAX_VALUE);
        Instant now = clock.instant();
        return state.commit(
                tx ->
                        openStream(
                                tx,
                                scope,
                                group,
                                new LogStream(group, stream, id, now),
                                createGroup));
    }

    private static boolean hasStream(Reader reader, Scope scope, String group, String stream) {
        return reader.find(LogStream.KIND, LogStream.key(scope, group, stream)).isPresent();
    }

    private static Optional<String> openStream(
            Transaction tx, Scope scope, String group, LogStream stream, boolean createGroup) {
        if (tx.find(LogGroup.KIND, LogGroup.key(scope, group)).isEmpty()) {
            if (!createGroup) {
                return Optional.of(
                        "ResourceNotFoundException: The specified log group does not exist.");
            }
            LogGroup made = new LogGroup(group, stream.createdAt(), 0, "STANDARD", Tags.none());
            tx.put(LogGroup.KIND, LogGroup.key(scope, group), made);
        }
        if (!hasStream(tx, scope, group, stream.name())) {
            tx.put(LogStream.KIND, LogStream.key(scope, group, stream.name()), stream);
        }
        return Optional.empty();
    }

    /**
     * Stores events of a container. Those of a stream that someone deleted meanwhile are dropped,
     * as AWS drops them.
     *
     * @param events may be empty: then the source was read on without an event
     */
    public void append(
            Scope scope,
            String group,
            String stream,
            long from,
            long to,
            List<Batch.Event> events) {
        Optional<LogStream> found =
                state.read().find(LogStream.KIND, LogStream.key(scope, group, stream));
        if (found.isPresent() && (!events.isEmpty() || to >= 0)) {
            store.append(new Batch(found.get().id(), clock.millis(), from, to, events));
        }
    }

    /** The source position up to which a stream's events are durable. */
    public long position(Scope scope, String group, String stream) {
        return state.read()
                .find(LogStream.KIND, LogStream.key(scope, group, stream))
                .map(found -> store.statistics(found.id()).position())
                .orElse(0L);
    }

    /** Events of a stream after one, in order: what a follower prints next. */
    public List<StoredEvent> after(
            Scope scope, String group, String stream, Optional<EventKey> last) {
        Reader reader = state.read();
        Optional<LogStream> found =
                reader.find(LogStream.KIND, LogStream.key(scope, group, stream));
        List<StoredEvent> events = new ArrayList<>();
        if (found.isPresent()) {
            long keepFrom =
                    reader.find(LogGroup.KIND, LogGroup.key(scope, group))
                            .map(g -> g.keepFrom(clock.instant()))
                            .orElse(Long.MIN_VALUE);
            long start = Math.max(keepFrom, last.map(EventKey::timestamp).orElse(Long.MIN_VALUE));
            Iterator<StoredEvent> scan =
                    store.scan(List.of(found.get().id()), start, Long.MAX_VALUE, true);
            while (scan.hasNext()) {
                StoredEvent event = scan.next();
                if (last.isEmpty() || event.key().compareTo(last.get()) > 0) {
                    events.add(event);
                }
            }
        }
        return events;
    }

    /** Clears away what has expired; to be called now and then. */
    public void expire() {
        SortedSet<Long> stored = store.streams();
        Reader reader = state.read();
        Instant now = clock.instant();
        Map<Long, Long> keepFrom = new TreeMap<>();
        for (Entry<LogStream> stream : reader.listAll(LogStream.KIND).toList()) {
            Optional<LogGroup> group =
                    reader.find(
                            LogGroup.KIND,
                            LogGroup.key(stream.key().scope(), stream.value().group()));
            keepFrom.put(
                    stream.value().id(), group.map(g -> g.keepFrom(now)).orElse(Long.MIN_VALUE));
        }
        // A stream is recorded before it holds anything: those that hold something and are not
        // recorded were deleted while a last batch was on its way.
        stored.removeAll(keepFrom.keySet());
        stored.forEach(store::drop);
        // A stream that was made while we looked is not in the map: it keeps everything.
        store.expire(stream -> keepFrom.getOrDefault(stream, Long.MIN_VALUE));
    }
}
