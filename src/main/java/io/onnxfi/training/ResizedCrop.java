package io.onnxfi.training;

import io.onnxfi.dataset.BilinearResize;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.PixelSize;
import io.onnxfi.error.MalformedInputException;
import java.util.random.RandomGenerator;

/**
 * The image larger, and a window of its own size anywhere in that with a black border:
 * torchvision's {@code Resize(shorter)} of a PIL image, to the bit, and {@code RandomCrop(size,
 * padding)}. It stands first, before pixels are anything but bytes.
 *
 * @param shorter pixels of the shorter side when resized; the longer becomes {@code int(shorter *
 *     long / short)}
 * @param padding width of the border in pixels, 0 for none
 */
public record ResizedCrop(int shorter, int padding) implements Augmentation {
  private static final int LARGEST = 8192;

  /** Checks the sizes. */
  public ResizedCrop {
    if (shorter < 1 || shorter > LARGEST || padding < 0 || padding > LARGEST) {
      throw new IllegalArgumentException(
          "a resized crop has a side of 1 to %d pixels and a padding of 0 or more, found %d and %d"
              .formatted(LARGEST, shorter, padding));
    }
  }

  /**
   * Refuses images larger than what they are cut from.
   *
   * @throws MalformedInputException if they are
   */
  void require(LabelledImages images) {
    PixelSize large = large(images.height(), images.width());
    if (large.height() + 2 * padding < images.height()
        || large.width() + 2 * padding < images.width()) {
      throw MalformedInputException.of(
          "augmentation " + label(),
          "at least the %d×%d pixels of the images".formatted(images.height(), images.width()),
          "%d×%d and a border of %d".formatted(large.height(), large.width(), padding));
    }
  }

  private PixelSize large(int height, int width) {
    return new PixelSize(side(height, width), side(width, height));
  }

  /** In integers and then one division, as Python has it. */
  private int side(int from, int other) {
    return from <= other ? shorter : (int) ((double) ((long) shorter * from) / other);
  }

  @Override
  public void apply(Picture picture, RandomGenerator random) {
    PixelSize large = large(picture.height(), picture.width());
    int down = random.nextInt(large.height() + 2 * padding - picture.height() + 1) - padding;
    int right = random.nextInt(large.width() + 2 * padding - picture.width() + 1) - padding;
    cut(picture, down, right);
  }

  /** Leaves the window that begins there in the resized image. */
  void cut(Picture picture, int down, int right) {
    int height = picture.height();
    int width = picture.width();
    PixelSize large = large(height, width);
    byte[] planes =
        new BilinearResize(new PixelSize(height, width), large).apply(bytes(picture.pixels()));
    float[] to = picture.canvas();
    for (int row = 0; row < picture.channels() * height; row++) {
      int y = row % height + down;
      for (int x = 0; x < width; x++) {
        if (y >= 0 && y < large.height() && x + right >= 0 && x + right < large.width()) {
          int line = row / height * large.height() + y;
          to[row * width + x] = Byte.toUnsignedInt(planes[line * large.width() + x + right]);
        }
      }
    }
    picture.flip();
  }

  private static byte[] bytes(float[] pixels) {
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(pixels[i]);
    }
    return bytes;
  }

  @Override
  public String label() {
    return "resize-crop:%d:%d".formatted(shorter, padding);
  }
}
