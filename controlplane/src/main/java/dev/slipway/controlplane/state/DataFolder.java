package dev.slipway.controlplane.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder that one server keeps its data in. Holding this object is holding the folder: no other
 * server can, until it is closed or the process ends, however it ends.
 */
public final class DataFolder implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /**
     * Those that this process holds. The kernel's lock is the process's and would be lost by merely
     * closing a second channel to the file, so no second one may be opened.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel lock;
    private final boolean heldState;

    private DataFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
        this.heldState = Files.exists(database());
    }

    /**
     * Takes hold of the folder, which is made when there is none.
     *
     * @param pid of this process, for the message that another server gives
     * @throws IOException when another server holds it; the message is for people
     */
    public static DataFolder open(Path folder, long pid) throws IOException {
        Files.createDirectories(folder, OWNER_ONLY);
        Path real = folder.toRealPath();
        if (!HELD_HERE.add(real)) {
            throw new IOException("this process already uses " + folder);
        }
        try {
            return new DataFolder(real, lock(folder, pid));
        } catch (IOException e) {
            HELD_HERE.remove(real);
            throw e;
        }
    }

    private static FileChannel lock(Path folder, long pid) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            String holder = holder(channel);
            channel.close();
            throw new IOException("another server" + holder + " uses " + folder);
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
        return channel;
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
        return pid.isBlank() ? "" : " (process " + pid.strip() + ")";
    }

    public Path path() {
        return folder;
    }

    /** Whether state was kept here before this process opened the folder. */
    public boolean heldState() {
        return heldState;
    }

    /**
     * The seal of this folder's data.
     *
     * @param keyFile made when there is none, unless there is data that another key has sealed
     * @throws IOException when the key is missing or unusable; the message is for people
     */
    public KeyFileSeal seal(Path keyFile, SecureRandom random) throws IOException {
        if (!heldState) {
            return KeyFileSeal.openOrCreate(keyFile, random);
        }
        try {
            return KeyFileSeal.open(keyFile, random);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "the key file "
                            + keyFile
                            + " is missing, and without it the data in "
                            + folder
                            + " cannot be read: put it back, or start with an empty data folder",
                    e);
        }
    }

    /** The journal of this folder's state; close it before the folder. */
    public SqliteJournal journal() throws IOException {
        return SqliteJournal.open(database());
    }

    private Path database() {
        return folder.resolve("state.db");
    }

    @Override
    public void close() throws IOException {
        lock.close();
        HELD_HERE.remove(folder);
    }
}
