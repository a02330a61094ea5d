package dev.slipway.controlplane.state;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Lasts in a SQLite file: write-ahead log, one synchronous write for each batch.
 *
 * <p>One row for each key, its newest write; rows of deleted keys stay as tombstones for the last
 * {@value #TOMBSTONE_REVISIONS} revisions, so that whoever follows by revision hears of them. The
 * revision of the last batch is the highest there is: tombstones that young are never taken away.
 */
public final class SqliteJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteJournal.class);
    private static final int SCHEMA = 1;
    private static final long TOMBSTONE_REVISIONS = 10_000;

    /** Rows written since the log was last folded into the file: about 4 MiB of log. */
    private static final int ROWS_BEFORE_FOLDING = 1_000;

    private static final String PUT =
            "INSERT INTO records (kind, account, region, name, revision, version, sealed)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (kind, account, region, name) DO UPDATE SET"
                    + " revision = excluded.revision, version = excluded.version,"
                    + " sealed = excluded.sealed";

    private final Path file;
    private Optional<Connection> open = Optional.empty();
    private long lastRevision;
    private int rowsSinceFolding;

    private SqliteJournal(Path file) {
        this.file = file;
    }

    /**
     * Opens the file, makes it when there is none, and brings an older schema up to date.
     *
     * @throws IOException when that fails, or a newer release made the file; the message is for
     *     people
     */
    public static SqliteJournal open(Path file) throws IOException {
        SqliteJournal journal = new SqliteJournal(file);
        try {
            journal.migrate(journal.connection());
        } catch (SQLException e) {
            journal.close();
            throw journal.failure("cannot be opened", e);
        }
        return journal;
    }

    private Connection connection() throws SQLException {
        if (open.isEmpty()) {
            SQLiteConfig config = new SQLiteConfig();
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
            config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
            // Folding the log into the file costs synchronous writes: it is done at rest. This is
            // the bound for a server that never rests.
            config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, "67108864");
            Connection connection = config.createConnection("jdbc:sqlite:" + file);
            open = Optional.of(connection);
            execute(connection, "PRAGMA wal_autocheckpoint = 10000");
            connection.setAutoCommit(false);
        }
        return open.get();
    }

    private void migrate(Connection connection) throws SQLException, IOException {
        int found;
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA user_version")) {
            found = result.getInt(1);
        }
        if (found > SCHEMA) {
            throw new IOException(
                    file + " was made by a newer release (schema " + found + "): use that one");
        }
        if (found == 0) {
            execute(
                    connection,
                    "CREATE TABLE records (kind TEXT NOT NULL, account TEXT NOT NULL,"
                            + " region TEXT NOT NULL, name TEXT NOT NULL, revision INTEGER NOT"
                            + " NULL, version INTEGER NOT NULL, sealed BLOB,"
                            + " PRIMARY KEY (kind, account, region, name))");
            execute(
                    connection,
                    "CREATE INDEX tombstones ON records (revision) WHERE sealed IS NULL");
            execute(connection, "CREATE TABLE fence (only INTEGER PRIMARY KEY, count INTEGER)");
            execute(connection, "INSERT INTO fence VALUES (1, 0)");
            execute(connection, "PRAGMA user_version = " + SCHEMA);
        }
        connection.commit();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public long replay(Consumer<StoredRow> reader) throws IOException {
        try (Statement statement = connection().createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "SELECT kind, account, region, name, revision, version, sealed FROM"
                                        + " records")) {
            while (found.next()) {
                lastRevision = Math.max(lastRevision, found.getLong(5));
                byte[] sealed = found.getBytes(7);
                if (sealed != null) {
                    Key key = new Key(found.getString(2), found.getString(3), found.getString(4));
                    reader.accept(
                            new StoredRow(
                                    found.getString(1),
                                    key,
                                    found.getLong(5),
                                    found.getInt(6),
                                    Optional.of(sealed)));
                }
            }
            connection().commit();
            return lastRevision;
        } catch (SQLException e) {
            throw failure("cannot be read", e);
        }
    }

    @Override
    public void append(long revision, List<StoredRow> rows) throws IOException {
        try {
            Connection connection = connection();
            if (rows.isEmpty()) {
                // Nothing to keep, but something must be written: it takes the place of a refused
                // batch in the log, which a crash could otherwise bring back.
                execute(connection, "UPDATE fence SET count = count + 1");
            }
            try (PreparedStatement put = connection.prepareStatement(PUT)) {
                for (StoredRow row : rows) {
                    bind(put, row);
                    put.addBatch();
                }
                put.executeBatch();
            }
            connection.commit();
            lastRevision = Math.max(lastRevision, revision);
            rowsSinceFolding += rows.size();
        } catch (SQLException e) {
            undo();
            throw failure("did not take a write", e);
        }
    }

    private static void bind(PreparedStatement put, StoredRow row) throws SQLException {
        put.setString(1, row.kind());
        put.setString(2, row.key().account());
        put.setString(3, row.key().region());
        put.setString(4, row.key().name());
        put.setLong(5, row.revision());
        put.setInt(6, row.version());
        put.setBytes(7, row.sealed().orElse(null));
    }

    /** A connection that cannot even undo is given up; the next batch opens another. */
    private void undo() {
        try {
            if (open.isPresent()) {
                open.get().rollback();
            }
        } catch (SQLException e) {
            LOG.warn("{} could not undo a refused write and is opened anew", file, e);
            close();
        }
    }

    @Override
    public void rest() {
        if (rowsSinceFolding < ROWS_BEFORE_FOLDING) {
            return;
        }
        rowsSinceFolding = 0;
        try {
            Connection connection = connection();
            execute(
                    connection,
                    "DELETE FROM records WHERE sealed IS NULL AND revision < "
                            + (lastRevision - TOMBSTONE_REVISIONS));
            connection.commit();
            connection.setAutoCommit(true);
            execute(connection, "PRAGMA wal_checkpoint(PASSIVE)");
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            LOG.warn("{} could not be tidied; it only grows meanwhile", file, e);
            undo();
        }
    }

    private IOException failure(String what, SQLException cause) {
        String why =
                cause instanceof SQLiteException sqlite
                                && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL
                        ? "the disk is full"
                        : cause.getMessage();
        return new IOException(file + " " + what + ": " + why, cause);
    }

    @Override
    public void close() {
        try {
            if (open.isPresent()) {
                open.get().close();
            }
        } catch (SQLException e) {
            LOG.warn("{} did not close cleanly; it is whole all the same", file, e);
        }
        open = Optional.empty();
    }
}
