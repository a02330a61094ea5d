package dev.slipway.node.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What we answer ourselves; pure, bytes in, bytes out. */
final class Answers {
    private static final Pattern ADDRESS_NAME =
            Pattern.compile(
                    "ip-(\\d{1,3})-(\\d{1,3})-(\\d{1,3})-(\\d{1,3})"
                            + "\\.(?:ec2\\.internal|[a-z0-9-]+\\.compute\\.internal)");
    private static final int SECONDS = 60;
    private static final int SERVFAIL = 2;
    private static final int NXDOMAIN = 3;

    private final List<String> blocks;

    /**
     * @param blocks the VPC's IPv4 blocks
     */
    Answers(List<String> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    /** Empty when the question is not ours to answer. */
    Optional<byte[]> answer(byte[] message, Question question) {
        if (!question.name().endsWith(".internal") || question.recordClass() != Question.IN) {
            return Optional.empty();
        }
        Matcher matcher = ADDRESS_NAME.matcher(question.name());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        byte[] address = new byte[4];
        for (int i = 0; i < 4; i++) {
            int octet = Integer.parseInt(matcher.group(i + 1));
            if (octet > 255) {
                return Optional.of(refusal(message, question.end(), NXDOMAIN));
            }
            address[i] = (byte) octet;
        }
        if (blocks.stream().noneMatch(block -> contains(block, address))) {
            return Optional.of(refusal(message, question.end(), NXDOMAIN));
        }
        return Optional.of(
                question.type() == Question.A
                        ? record(message, question, address)
                        : refusal(message, question.end(), 0)); // the name has no other records
    }

    static byte[] failure(byte[] message, int length) {
        int end = Question.read(message, length).map(Question::end).orElse(Question.HEADER);
        return refusal(message, end, SERVFAIL);
    }

    private static byte[] record(byte[] message, Question question, byte[] address) {
        byte[] answer = Arrays.copyOf(refusal(message, question.end(), 0), question.end() + 16);
        answer[7] = 1;
        int at = question.end();
        byte[] fixed = {(byte) 0xc0, Question.HEADER, 0, Question.A, 0, Question.IN, 0, 0, 0};
        System.arraycopy(fixed, 0, answer, at, fixed.length);
        answer[at + 9] = SECONDS;
        answer[at + 11] = 4;
        System.arraycopy(address, 0, answer, at + 12, 4);
        return answer;
    }

    /** The question again, with a result code and no records. */
    private static byte[] refusal(byte[] message, int end, int code) {
        byte[] answer = Arrays.copyOf(message, end);
        answer[2] = (byte) ((message[2] & 0x01) | 0x80); // an answer; recursion desired as asked
        answer[3] = (byte) (0x80 | code); // recursion available
        if (end == Question.HEADER) {
            answer[5] = 0;
            answer[4] = 0;
        }
        Arrays.fill(answer, 6, Question.HEADER, (byte) 0);
        return answer;
    }

    private static boolean contains(String block, byte[] address) {
        try {
            int slash = block.indexOf('/');
            int prefix = Integer.parseInt(block.substring(slash + 1));
            byte[] net = InetAddress.getByName(block.substring(0, slash)).getAddress();
            int mask = prefix == 0 ? 0 : -1 << (32 - prefix);
            return (number(net) & mask) == (number(address) & mask);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("No IPv4 block: " + block, e);
        }
    }

    private static int number(byte[] address) {
        return (address[0] & 0xff) << 24
                | (address[1] & 0xff) << 16
                | (address[2] & 0xff) << 8
                | (address[3] & 0xff);
    }
}
