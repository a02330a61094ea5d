package dev.slipway.node.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The host's resolvers, asked one after the other from a fresh port each time. */
final class Upstream {
    /** Two tries must fit into the five seconds that resolver libraries wait. */
    private static final int PATIENCE_MILLIS = 2_000;

    private static final int LARGEST = 65_535;

    private final List<InetSocketAddress> resolvers;

    Upstream(List<InetSocketAddress> resolvers) {
        this.resolvers = List.copyOf(resolvers);
    }

    /** Empty when nobody answered. */
    Optional<byte[]> ask(byte[] query, boolean tcp) {
        for (InetSocketAddress resolver : resolvers.stream().limit(2).toList()) {
            try {
                return Optional.of(tcp ? overTcp(query, resolver) : overUdp(query, resolver));
            } catch (IOException e) {
                // The next one may answer.
            }
        }
        return Optional.empty();
    }

    private static byte[] overUdp(byte[] query, InetSocketAddress resolver) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(resolver);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.send(new DatagramPacket(query, query.length));
            DatagramPacket answer = new DatagramPacket(new byte[LARGEST], LARGEST);
            while (true) {
                socket.receive(answer);
                byte[] bytes = Arrays.copyOf(answer.getData(), answer.getLength());
                if (bytes.length >= Question.HEADER
                        && bytes[0] == query[0]
                        && bytes[1] == query[1]) {
                    return bytes;
                }
            }
        }
    }

    private static byte[] overTcp(byte[] query, InetSocketAddress resolver) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(resolver, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.write(framed(query));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[in.readUnsignedShort()];
            in.readFully(answer);
            return answer;
        }
    }

    /** With the length in front that TCP wants, in one piece. */
    static byte[] framed(byte[] message) {
        byte[] framed = new byte[message.length + 2];
        framed[0] = (byte) (message.length >>> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);
        return framed;
    }
}
