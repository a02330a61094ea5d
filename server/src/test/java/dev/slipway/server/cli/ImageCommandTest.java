package dev.slipway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ImageCommandTest {
    @Test
    void sizesAreReadAsPeopleWriteThem() {
        assertThat(ImageCommand.Collect.bytes("500")).isEqualTo(500);
        assertThat(ImageCommand.Collect.bytes("500M")).isEqualTo(500L << 20);
        assertThat(ImageCommand.Collect.bytes("20GiB")).isEqualTo(20L << 30);
        assertThat(ImageCommand.Collect.bytes("")).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aSizeBeyondAllDisksKeepsEverything() {
        assertThat(ImageCommand.Collect.bytes("999999999T")).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatIsNoSizeIsNamed() {
        assertThatThrownBy(() -> ImageCommand.Collect.bytes("lots"))
                .isInstanceOf(CliRefusal.class)
                .hasMessageContaining("lots");
    }
}
