package io.onnxfi.campaign;

import io.onnxfi.random.Generators;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

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

  private static final ImageSample ALL = new ImageSample(0, 1, new int[0], List.of());

  private final int size;
  private final int batch;
  private final int[] order;
  private final List<ImageWindow> windows; // one per fault

  private ImageSample(int size, int batch, int[] order, List<ImageWindow> windows) {
    this.size = size;
    this.batch = batch;
    this.order = order;
    this.windows = windows;
  }

  /**
   * Neighbouring places.
   *
   * @param from first place
   * @param to behind the last place
   */
  public record Range(int from, int to) {
    /** How many places. */
    int length() {
      return to - from;
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
    RandomGenerator random = Generators.of(GENERATOR).create(seed);
    int[] order = shuffle(images, batch, random);
    Map<Integer, ImageWindow> windows = new HashMap<>();
    List<ImageWindow> drawn = new ArrayList<>();
    for (int fault = 0; fault < faults; fault++) {
      drawn.add(
          windows.computeIfAbsent(
              random.nextInt(batches),
              first -> ImageWindow.around(first, size / batch, batches, batch)));
    }
    return new ImageSample(size, batch, order, drawn);
  }

  /**
   * Images that an earlier draw gave to faults. They are laid out batch by batch, a batch that
   * several faults share once, so that each is computed in the company in which it was drawn.
   *
   * @param images of each fault: different numbers in the data set, as many for each, whole
   *     batches, each image at its own place within its batch, as {@link #images} gives them
   * @param batch images per run
   */
  public static ImageSample of(List<int[]> images, int batch) {
    if (images.isEmpty()) {
      return ALL;
    }
    int size = images.get(0).length;
    Map<IntBuffer, Integer> batches = new LinkedHashMap<>();
    List<ImageWindow> windows = new ArrayList<>();
    for (int[] numbers : images) {
      requireWholeBatches(numbers, size, batch);
      int[] window = new int[size / batch];
      for (int i = 0; i < window.length; i++) {
        IntBuffer own = IntBuffer.wrap(numbers, i * batch, batch);
        window[i] = batches.computeIfAbsent(own, unknown -> batches.size());
      }
      windows.add(ImageWindow.of(window, batch));
    }
    int[] order =
        batches.keySet().stream()
            .flatMapToInt(own -> IntStream.range(own.position(), own.limit()).map(own::get))
            .toArray();
    return new ImageSample(size, batch, order, windows);
  }

  private static void requireWholeBatches(int[] numbers, int size, int batch) {
    if (size < 1
        || numbers.length != size
        || size % batch != 0
        || Arrays.stream(numbers).distinct().count() != size
        || !IntStream.range(0, size).allMatch(place -> numbers[place] % batch == place % batch)) {
      throw new IllegalArgumentException(
          "%s is no %d images in batches of %d".formatted(Arrays.toString(numbers), size, batch));
    }
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
    return isAll() || (faults == windows.size() && images == order.length && ofBatch == batch);
  }

  /**
   * The places between two that a fault is tried on, in the order in which outcomes are kept.
   *
   * @param fault place of the fault in the campaign
   */
  public List<Range> within(int fault, int from, int to) {
    if (isAll()) {
      return from < to ? List.of(new Range(from, to)) : List.of();
    }
    return windows.get(fault).within(from, to);
  }

  /** How many images between two places a fault is tried on. */
  public int count(int fault, int from, int to) {
    return within(fault, from, to).stream().mapToInt(Range::length).sum();
  }

  /**
   * The place in the campaign of one of a fault's images.
   *
   * @param nth in the order in which outcomes are kept, from 0
   */
  public int place(int fault, int nth) {
    return isAll() ? nth : windows.get(fault).place(nth);
  }

  /** The number in the data set of the image at a place of the campaign. */
  public int image(int place) {
    return isAll() ? place : order[place];
  }

  /**
   * The numbers in the data set of the images that a fault is tried on, in the order in which
   * outcomes are kept; none if it is tried on all.
   */
  public int[] images(int fault) {
    return IntStream.range(0, size).map(nth -> image(place(fault, nth))).toArray();
  }

  /** What a fault's images have in an array of all places. */
  byte[] pick(int fault, byte[] places) {
    return isAll() ? places : windows.get(fault).pick(places);
  }

  /** The same for some of the faults. */
  ImageSample at(int... faults) {
    return isAll()
        ? this
        : new ImageSample(
            size, batch, order, Arrays.stream(faults).mapToObj(windows::get).toList());
  }
}
