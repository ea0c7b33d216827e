package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.OnnxFiException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
  @Test
  void shouldDecodeTheSamplesThatPillowDecodes() {
    assertThat(GoldenPlanes.table("golden-images.csv"))
        .hasSize(21)
        .allSatisfy(ImageDecoderTest::assertGolden);
  }

  private static void assertGolden(CSVRecord row) {
    RgbImage image = decode(row.get("file"), GoldenPlanes.bytes(row.get("file")));

    assertThat(image.size()).isEqualTo(new PixelSize(21, 27));
    assertThat(GoldenPlanes.sha256(image)).as(row.get("file")).isEqualTo(row.get("sha256"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "colour-420.jpg",
        "colour-progressive.jpg",
        "grey.jpg",
        "ycck.jpg",
        "deep-alpha.png",
        "palette.png",
        "colour.ppm",
        "grey.pgm"
      })
  void shouldRefuseAFileCutShortAnywhere(String name) {
    byte[] whole = GoldenPlanes.bytes(name);
    // A PNG may lack its last chunk, which holds nothing, and a sum of the one before.
    int pixelsEnd = name.endsWith(".png") ? whole.length - 24 : whole.length;

    for (int length = 0; length < pixelsEnd; length += 3) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> decode(name, cut))
          .as("%s after %d bytes", name, length)
          .isInstanceOf(MalformedInputException.class)
          .hasMessageStartingWith(name + ": expected ");
    }
  }

  /** Damaged content gives other pixels, or one of our messages, but never a crash. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "colour-420.jpg",
        "colour-profile.jpg",
        "cmyk.jpg",
        "palette.png",
        "deep-colour.png",
        "colour.png"
      })
  void shouldSurviveDamage(String name) {
    Random random = new Random(1);
    for (int round = 0; round < 150; round++) {
      byte[] bytes = GoldenPlanes.bytes(name);
      for (int hit = 0; hit < 3; hit++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        decode(name, bytes);
      } catch (OnnxFiException e) {
        assertThat(e).hasMessageContaining(name).hasMessageNotContaining("\n");
      }
    }
  }

  @Test
  void shouldRefuseAnImageThatClaimsToBeHuge() {
    byte[] png = GoldenPlanes.bytes("colour.png");
    // Width and height in the header chunk, big-endian (PNG specification, 11.2.2): 65,536 each.
    Arrays.fill(png, 16, 24, (byte) 0);
    png[17] = 1;
    png[21] = 1;

    assertThatThrownBy(() -> decode("bomb.png", png))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("bomb.png: expected")
        .hasMessageNotContaining("OutOfMemory");
  }

  @Test
  void shouldRefuseOtherFormats() {
    assertThatThrownBy(() -> decode("notes.png", new byte[] {'h', 'i'}))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "notes.png: expected a JPEG, PNG, PPM or PGM image, found text that begins with 'hi'");
    byte[] webp = "RIFF\0\0\0\0WEBPVP8 ".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> decode("x.jpg", webp))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageEndingWith("found a WebP image");
    assertThatThrownBy(() -> decode("x.bmp", GoldenPlanes.bytes("unsupported.bmp")))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("x.bmp: expected a JPEG, PNG, PPM or PGM image, found bytes of no");
  }

  @Test
  void shouldGoByTheContentAndNotByTheName() {
    assertThatCode(() -> decode("named.png", GoldenPlanes.bytes("grey.jpg")))
        .doesNotThrowAnyException();
  }

  private static RgbImage decode(String name, byte[] bytes) {
    return ImageDecoder.decode(GoldenPlanes.named(name), bytes);
  }
}
