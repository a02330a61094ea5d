package dev.slipway.controlplane.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal with what stands before it: values become JSON, JSON becomes sealed bytes. */
final class Vault implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Vault.class);

    /** The first row ever written: whether it opens tells whether the key is the right one. */
    private static final String CHECK_KIND = "slipway-seal";

    private static final Key CHECK_KEY = new Key("", "", "check");
    private static final byte[] CHECK_TEXT = "slipway".getBytes(StandardCharsets.US_ASCII);

    private final Journal journal;
    private final Seal seal;
    private final boolean proves;
    private final TreeMap<String, StoredForm> forms = new TreeMap<>();

    /**
     * @param proves whether each value is read back before it is taken, so that a record which does
     *     not survive storage fails in the test that first stores one
     */
    Vault(
            List<Kind<?>> kinds,
            List<Migration> migrations,
            Journal journal,
            Seal seal,
            boolean proves) {
        this.journal = journal;
        this.seal = seal;
        this.proves = proves;
        Shapes shapes = new Shapes();
        for (Kind<?> kind : kinds) {
            if (forms.put(kind.name(), new StoredForm(kind, migrations, shapes)) != null) {
                throw new IllegalArgumentException("two kinds are named " + kind.name());
            }
        }
    }

    byte[] encode(Kind<?> kind, Key key, Record value) {
        StoredForm form = form(kind.name());
        byte[] json = form.encode(value);
        if (proves && !form.decode(json, kind.version(), key).equals(value)) {
            throw new IllegalStateException(
                    kind.name()
                            + " is not the same after it was stored: "
                            + new String(json, StandardCharsets.UTF_8));
        }
        return json;
    }

    private StoredForm form(String kind) {
        StoredForm form = forms.get(kind);
        if (form == null) {
            throw new IllegalArgumentException("state was opened without the kind " + kind);
        }
        return form;
    }

    /**
     * @throws IOException when the journal cannot be read; the message is for people
     * @throws IllegalStateException when it was sealed with another key or does not fit the kinds
     */
    Head load() throws IOException {
        List<StoredRow> rows = new ArrayList<>();
        long revision = journal.replay(rows::add);
        if (rows.isEmpty() && revision == 0) {
            journal.append(0, List.of(checkRow()));
        } else {
            check(rows);
        }
        TreeMap<String, SortedMap<Key, Entry<?>>> records = new TreeMap<>();
        forms.keySet().forEach(kind -> records.put(kind, new TreeMap<>()));
        TreeSet<String> unknown = new TreeSet<>();
        for (StoredRow row : rows) {
            SortedMap<Key, Entry<?>> byKey = records.get(row.kind());
            if (byKey != null) {
                byKey.put(row.key(), open(row));
            } else if (!row.kind().equals(CHECK_KIND)) {
                unknown.add(row.kind());
            }
        }
        if (!unknown.isEmpty()) {
            LOG.warn(
                    "stored records of kinds that this release does not know stay as they are: {}",
                    unknown);
        }
        List<Kind<?>> kinds = new ArrayList<>();
        forms.values().forEach(form -> kinds.add(form.kind()));
        return Head.of(revision, kinds, records);
    }

    private StoredRow checkRow() {
        byte[] sealed = seal.seal(CHECK_TEXT, context(CHECK_KIND, CHECK_KEY));
        return new StoredRow(CHECK_KIND, CHECK_KEY, 0, 1, Optional.of(sealed));
    }

    private void check(List<StoredRow> rows) {
        byte[] sealed =
                rows.stream()
                        .filter(row -> row.kind().equals(CHECK_KIND))
                        .flatMap(row -> row.sealed().stream())
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "the stored state lacks its first row: it is"
                                                        + " damaged"));
        try {
            if (Arrays.equals(seal.open(sealed, context(CHECK_KIND, CHECK_KEY)), CHECK_TEXT)) {
                return;
            }
        } catch (IllegalStateException e) {
            LOG.debug("the first row does not open", e);
        }
        throw new IllegalStateException(
                "the stored state was sealed with another key: start with the key file that belongs"
                        + " to it, or with an empty data folder");
    }

    private Entry<?> open(StoredRow row) {
        byte[] json = seal.open(row.sealed().orElseThrow(), context(row.kind(), row.key()));
        Record value = form(row.kind()).decode(json, row.version(), row.key());
        return new Entry<>(row.key(), value, row.revision());
    }

    /** Makes the transactions last, all or none. Writes to one key are written once. */
    void append(long revision, List<Entered> batch) throws IOException {
        TreeMap<String, TreeMap<Key, StoredRow>> rows = new TreeMap<>();
        for (int i = batch.size() - 1; i >= 0; i--) {
            for (Write write : batch.get(i).writes()) {
                long itsRevision = batch.get(i).head().revision();
                rows.computeIfAbsent(write.kind().name(), kind -> new TreeMap<>())
                        .computeIfAbsent(write.key(), key -> sealed(write, itsRevision));
            }
        }
        journal.append(
                revision,
                rows.values().stream().flatMap(byKey -> byKey.values().stream()).toList());
    }

    private StoredRow sealed(Write write, long revision) {
        String kind = write.kind().name();
        return new StoredRow(
                kind,
                write.key(),
                revision,
                write.kind().version(),
                write.json().map(json -> seal.seal(json, context(kind, write.key()))));
    }

    private static byte[] context(String kind, Key key) {
        return String.join("\0", kind, key.account(), key.region(), key.name())
                .getBytes(StandardCharsets.UTF_8);
    }

    void rest() {
        journal.rest();
    }

    @Override
    public void close() {
        journal.close();
    }
}
