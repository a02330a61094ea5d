package dev.slipway.node.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuestionTest {
    private final Answers answers = new Answers(List.of("172.31.0.0/16"));

    private static byte[] query(String name, int type) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        for (String label : name.split("\\.")) {
            bytes.write(label.length());
            bytes.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        bytes.writeBytes(new byte[] {0, 0, (byte) type, 0, 1});
        return bytes.toByteArray();
    }

    private byte[] answer(byte[] query) {
        Question question = Question.read(query, query.length).orElseThrow();
        return answers.answer(query, question).orElseThrow();
    }

    @Test
    void namesAreReadWithoutRegardToCase() {
        byte[] query = query("WWW.Example.COM", 1);

        assertThat(Question.read(query, query.length))
                .hasValueSatisfying(q -> assertThat(q.name()).isEqualTo("www.example.com"));
    }

    @Test
    void anAddressNameAnswersItsAddressAndHasNoOtherRecords() {
        byte[] answer = answer(query("ip-172-31-4-5.ec2.internal", 1));
        byte[] other = answer(query("ip-172-31-4-5.ec2.internal", 28));

        assertThat(Arrays.copyOfRange(answer, answer.length - 4, answer.length))
                .containsExactly(172, 31, 4, 5);
        assertThat(answer[7]).isEqualTo((byte) 1);
        assertThat(other[3] & 15).isZero();
        assertThat(other[7]).isZero();
    }

    @Test
    void aNameOutsideTheVpcOrNoAddressAtAllDoesNotExist() {
        assertThat(answer(query("ip-10-0-0-5.ec2.internal", 1))[3] & 15).isEqualTo(3);
        assertThat(answer(query("ip-172-31-0-999.ec2.internal", 1))[3] & 15).isEqualTo(3);
    }

    @Test
    void rubbishIsRefusedAndNeverThrows() {
        long seed = 20_261_122;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] rubbish = query("ip-172-31-4-5.ec2.internal", 1);
            for (int change = 0; change < 3; change++) {
                rubbish[random.nextInt(rubbish.length)] = (byte) random.nextInt();
            }
            int length = random.nextInt(Question.HEADER, rubbish.length + 1);
            byte[] cut = Arrays.copyOf(rubbish, length);
            Question.read(cut, length)
                    .ifPresent(
                            question ->
                                    assertThat(question.end())
                                            .as("seed %d", seed)
                                            .isBetween(Question.HEADER, cut.length));
            assertThat(Answers.failure(cut, length)[3] & 15).isEqualTo(2);
        }
    }
}
