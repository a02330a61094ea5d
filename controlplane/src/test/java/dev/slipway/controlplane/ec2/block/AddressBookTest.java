package dev.slipway.controlplane.ec2.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AddressBookTest {

    @Test
    void aSubnetKeepsItsFirstFourAddressesAndItsLastForItself() {
        AddressBook book = AddressBook.ofSubnet("10.0.0.0/28");
        TreeSet<String> given = new TreeSet<>();
        for (Optional<AddressBook.Taking> t = book.takeNext(); t.isPresent(); t = book.takeNext()) {
            given.add(t.get().address());
            book = t.get().book();
        }
        assertThat(given).hasSize(11).contains("10.0.0.4", "10.0.0.14");
        assertThat(given).doesNotContain("10.0.0.0", "10.0.0.3", "10.0.0.15");
        assertThat(book.free()).isZero();
    }

    @Test
    void anAddressJustGivenBackIsTheLastToBeGivenAgain() {
        AddressBook.Taking first = AddressBook.ofSubnet("10.0.0.0/28").takeNext().orElseThrow();
        AddressBook book = first.book().release(first.address());
        for (int i = 0; i < 10; i++) {
            AddressBook.Taking next = book.takeNext().orElseThrow();
            assertThat(next.address()).isNotEqualTo(first.address());
            book = next.book();
        }
        assertThat(book.takeNext().orElseThrow().address()).isEqualTo(first.address());
    }

    @Test
    void generatedTakesAndReleasesAgreeWithASetOfAddresses() {
        long seed = Long.getLong("slipway.seed", 20261122L);
        Random random = new Random(seed); // the test's own, seeded
        AddressBook book = AddressBook.ofSubnet("10.0.0.0/26");
        TreeSet<String> model = new TreeSet<>();
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(100) < 52) {
                Optional<AddressBook.Taking> taking = book.takeNext();
                assertThat(taking.isPresent()).as("seed %d", seed).isEqualTo(model.size() < 59);
                if (taking.isPresent()) {
                    assertThat(model.add(taking.get().address())).as("seed %d", seed).isTrue();
                    book = taking.get().book();
                }
            } else if (!model.isEmpty()) {
                String one = model.stream().skip(random.nextInt(model.size())).findFirst().get();
                model.remove(one);
                book = book.release(one);
                assertThat(book.release(one)).as("given back twice").isEqualTo(book);
            }
            assertThat(book.count()).as("seed %d", seed).isEqualTo(model.size());
        }
    }

    @Test
    void aBlockWithHostBitsOrWithoutALengthIsNone() {
        for (String wrong :
                new String[] {"10.0.0.1/24", "10.0.0.0", "10.0.0/8", "x/1", "1.2.3.4/33"}) {
            assertThatThrownBy(() -> Ipv4Block.of(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
