package io.onnxfi.training;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * Errors for all images of a batch: of each element N(0, σ²) with probability p, else 0.
 *
 * <p>What an image gets at a place depends on a key, the place and the image's number, neither on
 * the images around it nor on the thread that draws. Whether an element is in error comes from 32
 * random bits, so p counts in steps of 2^-32; how large the error is, from {@link NormalFloats}.
 *
 * @param probability p, from 0 to 1
 * @param deviation σ
 * @param seed of the training or the measurement
 * @param stream a coordinate of {@link Streams}
 * @param time the step or the draw
 */
record ErrorDraw(double probability, double deviation, long seed, long stream, long time) {
  /** Elements that are drawn at once: a multiple of the generators side by side. */
  private static final int CHUNK = 16 * RandomLanes.COUNT;

  /** Whether all errors are 0. */
  boolean isNothing() {
    return hits() == 0 || deviation == 0;
  }

  /** How many of 2^32 numbers mean an error. */
  private long hits() {
    return Math.round(probability * 0x1p32);
  }

  /**
   * Draws.
   *
   * @param first the number of the first image
   * @param images how many there are
   * @param each elements of an image, as it lies in memory
   * @param out receives all elements
   */
  void fill(int place, int first, int images, int each, FloatBuffer out) {
    IntStream.range(0, images)
        .parallel()
        .forEach(
            image -> {
              long key = Streams.key(seed, stream, time, place, (long) first + image);
              fill(key, out, image * each, each);
            });
  }

  private void fill(long key, FloatBuffer out, int from, int count) {
    NormalFloats normals = new NormalFloats(key);
    RandomLanes lanes = new RandomLanes(Streams.mix(key));
    int[] bits = new int[RandomLanes.COUNT];
    float[] errors = new float[Math.min(CHUNK, count)];
    int last = (int) (Integer.MIN_VALUE + hits() - 1);
    for (int done = 0; done < count; done += CHUNK) {
      int size = Math.min(CHUNK, count - done);
      normals.fill(errors, 0, size);
      for (int lane = 0; lane < size; lane += bits.length) {
        lanes.next(bits);
        scale(errors, lane, Math.min(bits.length, size - lane), bits, last, (float) deviation);
      }
      out.put(from + done, errors, 0, size);
    }
  }

  /** A loop of its own, so that a compiler makes vector instructions of it. */
  private static void scale(
      float[] errors, int from, int count, int[] bits, int last, float deviation) {
    for (int i = 0; i < count; i++) {
      errors[from + i] = bits[i] <= last ? errors[from + i] * deviation : 0;
    }
  }
}
