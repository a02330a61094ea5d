package dev.slipway.controlplane.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM under a key that stands in a file of its own, away from the data.
 *
 * <p>Each seal object derives a key of its own from the file's key and a random salt, and counts
 * its nonces: no nonce can come twice under one key, however often the server starts or writes. A
 * sealed value is: format (1 byte), salt (16), count (8), cipher text with its tag (16 longer than
 * the clear text). Safe for use by many threads.
 */
public final class KeyFileSeal implements Seal {
    private static final String HEADER = "slipway-key-1 ";
    private static final byte FORMAT = 1;
    private static final int SALT_BYTES = 16;
    private static final int COUNT_BYTES = 8;
    private static final int START = 1 + SALT_BYTES + COUNT_BYTES;
    private static final int TAG_BYTES = 16;

    private final byte[] fileKey;
    private final byte[] salt = new byte[SALT_BYTES];
    private final SecretKeySpec ownKey;
    private final AtomicLong count = new AtomicLong();
    private final Map<ByteBuffer, SecretKeySpec> keysBySalt = new ConcurrentHashMap<>();

    private KeyFileSeal(byte[] fileKey, SecureRandom random) {
        this.fileKey = fileKey;
        random.nextBytes(salt);
        this.ownKey = derive(salt);
    }

    /**
     * Opens the key file, or makes one that only its owner may read.
     *
     * @throws IOException when the file cannot be made or read, is not a key file, or others may
     *     read it; the message is for people
     */
    public static KeyFileSeal openOrCreate(Path file, SecureRandom random) throws IOException {
        try {
            return open(file, random);
        } catch (NoSuchFileException missing) {
            create(file, random);
            return open(file, random);
        }
    }

    /**
     * Opens the key file.
     *
     * @throws NoSuchFileException when there is none
     * @throws IOException as {@link #openOrCreate}
     */
    public static KeyFileSeal open(Path file, SecureRandom random) throws IOException {
        String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (mode.stream().anyMatch(permission -> !permission.name().startsWith("OWNER"))) {
            throw new IOException(
                    "the key file "
                            + file
                            + " is open to other users ("
                            + PosixFilePermissions.toString(mode)
                            + "): chmod 600 it");
        }
        if (!text.startsWith(HEADER)) {
            throw new IOException(file + " is not a key file");
        }
        try {
            byte[] key = Base64.getDecoder().decode(text.substring(HEADER.length()));
            if (key.length == 32) {
                return new KeyFileSeal(key, random);
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is not a key file", e);
        }
        throw new IOException(file + " is not a key file: its key is cut short");
    }

    /** The file appears whole or not at all, and never replaces another. */
    private static void create(Path file, SecureRandom random) throws IOException {
        byte[] key = new byte[32];
        random.nextBytes(key);
        byte[] text =
                (HEADER + Base64.getEncoder().encodeToString(key) + "\n")
                        .getBytes(StandardCharsets.US_ASCII);
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is no place for a key file");
        }
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path draft =
                Files.createTempFile(
                        folder,
                        ".key",
                        "",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // Another process made one in this very moment: theirs is as good.
            return;
        } finally {
            Files.deleteIfExists(draft);
        }
        try (FileChannel entry = FileChannel.open(folder, StandardOpenOption.READ)) {
            entry.force(true);
        }
    }

    @Override
    public byte[] seal(byte[] clear, byte[] context) {
        long number = count.getAndIncrement();
        byte[] sealed = new byte[START + clear.length + TAG_BYTES];
        ByteBuffer.wrap(sealed).put(FORMAT).put(salt).putLong(number);
        try {
            cipher(Cipher.ENCRYPT_MODE, ownKey, number, context)
                    .doFinal(clear, 0, clear.length, sealed, START);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not work here", e);
        }
        return sealed;
    }

    @Override
    public byte[] open(byte[] sealed, byte[] context) {
        if (sealed.length < START + TAG_BYTES || sealed[0] != FORMAT) {
            throw new IllegalStateException("not a sealed value");
        }
        byte[] itsSalt = Arrays.copyOfRange(sealed, 1, 1 + SALT_BYTES);
        long number = ByteBuffer.wrap(sealed).getLong(1 + SALT_BYTES);
        SecretKeySpec key =
                keysBySalt.computeIfAbsent(ByteBuffer.wrap(itsSalt), s -> derive(itsSalt));
        try {
            return cipher(Cipher.DECRYPT_MODE, key, number, context)
                    .doFinal(sealed, START, sealed.length - START);
        } catch (AEADBadTagException e) {
            throw new IllegalStateException(
                    "sealed with another key, for another place, or damaged", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not work here", e);
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, long number, byte[] context)
            throws GeneralSecurityException {
        byte[] nonce = ByteBuffer.allocate(12).putLong(4, number).array();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(context);
        return cipher;
    }

    private SecretKeySpec derive(byte[] fromSalt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(fileKey, "HmacSHA256"));
            mac.update("slipway-seal-1".getBytes(StandardCharsets.US_ASCII));
            return new SecretKeySpec(mac.doFinal(fromSalt), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 does not work here", e);
        }
    }
}
