package dev.slipway.simulation;

import dev.slipway.controlplane.reconcile.Engine;
import dev.slipway.controlplane.reconcile.Reconciler;
import dev.slipway.controlplane.state.Change;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.MemoryJournal;
import dev.slipway.controlplane.state.PlainSeal;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.node.simulated.SimulatedNode;
import dev.slipway.node.simulated.SimulatedSettings;
import dev.slipway.node.simulated.VirtualTimeline;
import dev.slipway.nodelink.ControlPlaneLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * One simulated cloud: time, chance, the control plane, nodes, and the trace of what happened. All
 * of it runs on the caller's thread, inside {@link #advance}.
 */
final class World implements AutoCloseable {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final RandomGenerator.SplittableGenerator random;
    private final VirtualTimeline timeline = new VirtualTimeline(START);
    private final MemoryJournal journal = new MemoryJournal();
    private final List<Kind<?>> kinds;
    private final Function<World, List<Reconciler>> reconcilers;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<Runnable> invariants = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private boolean losesWakes;
    private State state;
    private Engine engine;
    private Instant engineDue = Instant.MAX;
    private long life;

    /**
     * @param reconcilers made anew whenever the control plane starts
     */
    World(long seed, List<Kind<?>> kinds, Function<World, List<Reconciler>> reconcilers) {
        this.random = new SplittableRandom(seed);
        this.kinds = kinds;
        this.reconcilers = reconcilers;
        this.state = openState();
        this.engine = openEngine();
    }

    private State openState() {
        try {
            State opened = State.openUnthreaded(kinds, List.of(), journal, new PlainSeal());
            opened.watch(this::traceChanges);
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Engine openEngine() {
        List<Reconciler> made =
                reconcilers.apply(this).stream().<Reconciler>map(Drowsy::new).toList();
        Engine opened = new Engine(state, made, Runnable::run, SWEEP);
        engine = opened;
        opened.onWake(this::schedule);
        return opened;
    }

    /** A reconciler whose wakes get lost when the world says so. */
    private final class Drowsy implements Reconciler {
        private final Reconciler awake;

        Drowsy(Reconciler awake) {
            this.awake = awake;
        }

        @Override
        public String name() {
            return awake.name();
        }

        @Override
        public Stream<Key> keysTouchedBy(Change change, Reader reader) {
            return losesWakes ? Stream.empty() : awake.keysTouchedBy(change, reader);
        }

        @Override
        public Stream<Key> allKeys(Reader reader) {
            return awake.allKeys(reader);
        }

        @Override
        public dev.slipway.controlplane.reconcile.Outcome reconcile(Key key, Instant now) {
            return awake.reconcile(key, now);
        }
    }

    /** Makes sure that the engine has a turn when it is next due. */
    private void schedule() {
        Instant due = engine.nextDueAt();
        Instant at = due.isBefore(timeline.now()) ? timeline.now() : due;
        if (at.isBefore(engineDue)) {
            engineDue = at;
            long mine = life;
            timeline.after(Duration.between(timeline.now(), at), () -> turn(mine, at));
        }
    }

    private void turn(long itsLife, Instant at) {
        if (itsLife != life || !at.equals(engineDue)) {
            return; // the engine of a former life, or one that has had its turn earlier
        }
        engineDue = Instant.MAX;
        engine.step(timeline.now());
        schedule();
    }

    /** From now on only sweeps and timers make the engine look. */
    void loseWakes() {
        losesWakes = true;
    }

    /**
     * The control plane dies and starts again: what was not on disk is gone. Nodes and clients go
     * on; links must be told by the story.
     */
    void crashControlPlane() {
        trace("control plane crashed");
        engine.close();
        life++;
        engineDue = Instant.MAX;
        state = openState();
        engine = openEngine();
    }

    SimulatedNode addNode(SimulatedSettings settings, ControlPlaneLink link) {
        SimulatedNode node = SimulatedNode.open(settings, link, timeline);
        nodes.add(node);
        return node;
    }

    List<SimulatedNode> nodes() {
        return List.copyOf(nodes);
    }

    State state() {
        return state;
    }

    Engine engine() {
        return engine;
    }

    InstantSource clock() {
        return timeline::now;
    }

    VirtualTimeline timeline() {
        return timeline;
    }

    /** A stream of chance of one's own, so that one actor's throws do not move another's. */
    RandomGenerator chance() {
        return random.split();
    }

    /** Checked after every turn; throws to complain. */
    void always(Runnable invariant) {
        invariants.add(invariant);
    }

    void advance(Duration time) {
        Instant end = timeline.now().plus(time);
        while (timeline.nextAt().map(at -> !at.isAfter(end)).orElse(false)) {
            timeline.step();
            invariants.forEach(Runnable::run);
        }
        timeline.advance(Duration.between(timeline.now(), end));
    }

    void trace(String line) {
        trace.add(timeline.now() + " " + line);
    }

    private void traceChanges(List<Change> changes) {
        for (Change change : changes) {
            trace(change.revision() + " " + change.kind().name() + " " + change.key().name());
        }
    }

    List<String> trace() {
        return List.copyOf(trace);
    }

    @Override
    public void close() {
        nodes.forEach(SimulatedNode::close);
        engine.close();
        state.close();
    }
}
