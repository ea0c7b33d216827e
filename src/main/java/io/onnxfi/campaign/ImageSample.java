package io.onnxfi.campaign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Which images of a campaign each fault is tried on: all, or a random sample of its own, the second
 * stage of a two-stage sample (Cochran, Sampling Techniques, 3rd edition 1977, chapter 10).
 *
 * <p>The images are shuffled once, and each fault gets a window of neighbouring places that begins
 * at a batch drawn at random, with replacement, and goes round at the end. A window is a random
 * sample of the images because the order is. Two windows share as many images on average as two
 * independent samples would, so that the covariance of two faults' rates, S(o/m² − 1/T) for o
 * shared images of windows of m out of T, is 0 on average: an image that is easily misclassified
 * adds no error that more faults would not remove. Were the windows the same for all faults, o = m,
 * it would.
 *
 * <p>The shuffle keeps each image at its place within its batch, since an image's bits may depend
 * on that place and on the size of the batch, though not on its neighbours: so an image gives the
 * same bits as in a run over all images in the order of the data set. Images at one place of all
 * batches are thus a stratum of which each window holds the same share. Images of a last, smaller
 * batch may change places with others; the places of that batch are in no window.
 */
public final class ImageSample {
  /** Generator of the shuffle, then of the windows, recorded with the seed. */
  public static final String GENERATOR = "L64X128MixRandom";

  private static final ImageSample ALL = new ImageSample(0, 1, 0, new int[0], new int[0]);

  private final int size;
  private final int batch;
  private final int circle;
  private final int[] order;
  private final int[] starts;

  private ImageSample(int size, int batch, int circle, int[] order, int[] starts) {
    this.size = size;
    this.batch = batch;
    this.circle = circle;
    this.order = order;
    this.starts = starts;
  }

  /**
   * Neighbouring places.
   *
   * @param from first place
   * @param to behind the last place
   */
  public record Range(int from, int to) {
    private static List<Range> common(int from, int to, int otherFrom, int otherTo) {
      int first = Math.max(from, otherFrom);
      int last = Math.min(to, otherTo);
      return first < last ? List.of(new Range(first, last)) : List.of();
    }
  }

  /** Every fault is tried on every image. */
  public static ImageSample all() {
    return ALL;
  }

  /**
   * Draws images for faults.
   *
   * @param faults number of faults
   * @param size images for each: a multiple of the batch, at most what full batches hold
   * @param images number of images to draw from
   * @param batch images per run
   * @param seed of the generator {@value #GENERATOR}
   */
  public static ImageSample draw(int faults, int size, int images, int batch, long seed) {
    int batches = images / batch;
    if (size < 1 || size % batch != 0 || size > batches * batch) {
      throw new IllegalArgumentException(
          "%d of %d images in batches of %d".formatted(size, images, batch));
    }
    RandomGenerator random = RandomGeneratorFactory.of(GENERATOR).create(seed);
    int[] order = shuffle(images, batch, random);
    int[] starts = new int[faults];
    for (int fault = 0; fault < faults; fault++) {
      starts[fault] = random.nextInt(batches) * batch;
    }
    return new ImageSample(size, batch, batches * batch, order, starts);
  }

  /** Exchanges images that have the same place in their batches (Fisher and Yates). */
  private static int[] shuffle(int images, int batch, RandomGenerator random) {
    int[] order = new int[images];
    Arrays.setAll(order, place -> place);
    for (int place = 0; place < images; place++) {
      int later = (images - 1 - place) / batch;
      int other = place + random.nextInt(later + 1) * batch;
      int swapped = order[place];
      order[place] = order[other];
      order[other] = swapped;
    }
    return order;
  }

  /** Whether every fault is tried on every image. */
  public boolean isAll() {
    return size == 0;
  }

  /**
   * Images per fault.
   *
   * @param images of the campaign
   */
  public int size(int images) {
    return isAll() ? images : size;
  }

  /** The number in the data set of the image at each place of the campaign; none of all images. */
  public int[] order() {
    return order.clone();
  }

  /** Whether a campaign has as many faults and images as were drawn for, and the same batches. */
  boolean fits(int faults, int images, int ofBatch) {
    return isAll() || (faults == starts.length && images == order.length && ofBatch == batch);
  }

  /**
   * The places between two that a fault is tried on, in ascending order.
   *
   * @param fault place of the fault in the campaign
   */
  public List<Range> within(int fault, int from, int to) {
    if (isAll()) {
      return Range.common(from, to, from, to);
    }
    int start = starts[fault];
    int end = start + size;
    List<Range> ranges = new ArrayList<>(Range.common(from, to, 0, end - circle));
    ranges.addAll(Range.common(from, to, start, Math.min(end, circle)));
    return ranges;
  }

  /**
   * The numbers in the data set of the images that a fault is tried on, in the order in which
   * outcomes are kept.
   */
  public int[] images(int fault) {
    return within(fault, 0, circle).stream()
        .flatMapToInt(range -> Arrays.stream(order, range.from(), range.to()))
        .toArray();
  }

  /** What a fault's images have in an array of all places. */
  byte[] pick(int fault, byte[] places) {
    if (isAll()) {
      return places;
    }
    byte[] picked = new byte[size];
    int next = 0;
    for (Range range : within(fault, 0, places.length)) {
      System.arraycopy(places, range.from(), picked, next, range.to() - range.from());
      next += range.to() - range.from();
    }
    return picked;
  }

  /** The same for some of the faults. */
  ImageSample at(int... faults) {
    return isAll()
        ? this
        : new ImageSample(
            size, batch, circle, order, Arrays.stream(faults).map(i -> starts[i]).toArray());
  }
}
