package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NetpbmImageTest {
  @Test
  void shouldSeparateThePlanes() {
    RgbImage image = decode("P6\n2 1\n255\n", 1, 2, 3, 4, 5, 255);

    assertThat(image.size()).isEqualTo(new PixelSize(1, 2));
    assertThat(image.planes()).containsExactly(1, 4, 2, 5, 3, -1);
  }

  @Test
  void shouldRepeatAGreyPlane() {
    assertThat(decode("P5 1 2 255\n", 7, 9).planes()).containsExactly(7, 9, 7, 9, 7, 9);
  }

  @Test
  void shouldSkipCommentsAndAnyWhiteSpace() {
    assertThat(decode("P5 # a comment\n#another\r\n\t1\n 1 255 ", 7).planes()).containsOnly(7);
  }

  @Test
  void shouldTakeOnlyOneSpaceForTheEndOfTheHeader() {
    // The first sample is a line feed.
    assertThat(decode("P5 1 2 255\n", '\n', 9).planes()).startsWith('\n', 9);
  }

  @Test
  void shouldIgnoreWhatFollowsTheImage() {
    assertThat(decode("P5 1 1 255\n", 7, 8, 9).planes()).containsOnly(7);
  }

  @Test
  void shouldRefuseWhatIsNotSuchAnImage() {
    assertMalformed(
        "P6 2 1 255\n", "6 bytes of samples for 1×2 pixels, found 5 bytes", 1, 2, 3, 4, 5);
    assertMalformed("P6 2 1 255", "6 bytes of samples for 1×2 pixels, found 0 bytes");
    assertMalformed("P6 2 1 65535\n", "the largest value 255 (8-bit samples), found 65535");
    assertMalformed("P6 2 x", "a Netpbm header with its height, found none at byte 5");
    assertMalformed("P6 # 2 1 255", "a Netpbm header with its width, found none at byte 12");
    assertMalformed("P6 0 1 255\n", "an image of 1 to 67,108,864 pixels, found 1×0");
    assertMalformed("P6 99999 99999 255\n", "1 to 67,108,864 pixels, found 99999×99999");
    assertMalformed("P6 9999999999 1 255\n", "pixels, found 1×2147483647");
  }

  private static void assertMalformed(String header, String problem, int... samples) {
    assertThatThrownBy(() -> decode(header, samples))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("x.ppm: expected ")
        .hasMessageContaining(problem);
  }

  private static RgbImage decode(String header, int... samples) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    for (int sample : samples) {
      bytes.write(sample);
    }
    assertThat(NetpbmImage.isOne(bytes.toByteArray())).isTrue();
    return NetpbmImage.decode(bytes.toByteArray(), GoldenPlanes.named("x.ppm"));
  }
}
