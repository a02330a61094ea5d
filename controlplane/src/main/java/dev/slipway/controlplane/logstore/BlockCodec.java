package dev.slipway.controlplane.logstore;

import dev.slipway.controlplane.state.Seal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Blocks as bytes: a header in clear, then the events, deflated and sealed to the block's sequence
 * and stream.
 */
final class BlockCodec {
    private static final int MAGIC = 0x534C_4731; // SLG1
    private static final int CHECKED_LENGTH = 4 + 4 + 8 * 7 + 4 + 4 + 4;
    static final int HEADER_LENGTH = CHECKED_LENGTH + 4;

    private BlockCodec() {}

    /** Header and payload, ready to be written. */
    static ByteBuffer encode(Batch batch, long sequence, Seal seal) {
        List<Batch.Event> events = batch.events();
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        int bytes = 0;
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DataOutputStream out =
                new DataOutputStream(new DeflaterOutputStream(compressed, deflater))) {
            for (Batch.Event event : events) {
                byte[] message = event.message().getBytes(StandardCharsets.UTF_8);
                out.writeLong(event.timestamp());
                out.writeInt(message.length);
                out.write(message);
                bytes += message.length;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot refuse a write", e);
        } finally {
            deflater.end();
        }
        byte[] payload = seal.seal(compressed.toByteArray(), context(sequence, batch.stream()));
        ByteBuffer block = ByteBuffer.allocate(HEADER_LENGTH + payload.length);
        block.putInt(MAGIC).putInt(payload.length).putLong(sequence).putLong(batch.stream());
        block.putLong(batch.ingestion());
        block.putLong(events.isEmpty() ? 0 : events.getFirst().timestamp());
        block.putLong(events.isEmpty() ? 0 : events.getLast().timestamp());
        block.putLong(batch.from()).putLong(batch.to());
        block.putInt(events.size()).putInt(bytes);
        block.putInt(checksum(payload, payload.length));
        block.putInt(checksum(block.array(), CHECKED_LENGTH));
        return block.put(payload).flip();
    }

    /** Empty when these bytes are not the header of a whole block. */
    static Optional<Block> decodeHeader(ByteBuffer header, int segment, long offset) {
        if (header.remaining() < HEADER_LENGTH) {
            return Optional.empty();
        }
        byte[] bytes = new byte[HEADER_LENGTH];
        header.get(bytes);
        ByteBuffer fields = ByteBuffer.wrap(bytes);
        int magic = fields.getInt();
        int length = fields.getInt();
        Block block =
                new Block(
                        fields.getLong(),
                        segment,
                        offset,
                        length,
                        fields.getLong(),
                        fields.getLong(),
                        fields.getLong(),
                        fields.getLong(),
                        fields.getLong(),
                        fields.getLong(),
                        fields.getInt(),
                        fields.getInt(),
                        fields.getInt());
        boolean sound =
                magic == MAGIC && length >= 0 && fields.getInt() == checksum(bytes, CHECKED_LENGTH);
        return sound ? Optional.of(block) : Optional.empty();
    }

    static List<StoredEvent> decodePayload(Block block, byte[] payload, Seal seal) {
        byte[] compressed = seal.open(payload, context(block.sequence(), block.stream()));
        List<StoredEvent> events = new ArrayList<>(block.count());
        try (DataInputStream in =
                new DataInputStream(
                        new InflaterInputStream(new ByteArrayInputStream(compressed)))) {
            for (int index = 0; index < block.count(); index++) {
                EventKey key = new EventKey(in.readLong(), block.sequence(), index);
                String message = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
                events.add(new StoredEvent(block.stream(), key, block.ingestion(), message));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("block " + block.sequence() + " cannot be read", e);
        }
        return events;
    }

    static boolean isSound(Block block, byte[] payload) {
        return block.payloadChecksum() == checksum(payload, payload.length);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    // Not the file and offset: a block may move when its segment is cleared.
    private static byte[] context(long sequence, long stream) {
        return ByteBuffer.allocate(16).putLong(sequence).putLong(stream).array();
    }
}
