package io.onnxfi.fault.pattern;

import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Elements of an activation that one hardware fault corrupts together.
 *
 * <p>Names and meaning of the patterns observed on GPUs are those of CLASSES (C. Bolchini, L.
 * Cassano, A. Miele and A. Toschi, "Fast and Accurate Error Simulation for CNNs Against Soft
 * Errors", IEEE Transactions on Computers 2022, doi 10.1109/TC.2022.3184274) and of the error
 * models published with it at github.com/D4De/classes-pytorch. There, sizes are ranges that were
 * observed; here, they are parameters, and corrupted channels are neighbours.
 *
 * <p>A channel has its elements in row-major order, with one number for the place of each. A share
 * of channels is rounded, and at least as many as the pattern needs. Sizes are upper limits: where
 * a channel or row is smaller, all of it is taken.
 */
public sealed interface ErrorPattern
    permits BulletWake,
        ChannelBlocks,
        ChannelScatter,
        FullChannel,
        ProcessingElement,
        PublishedErrors,
        Rectangle,
        SameRow,
        Shattered,
        SingleBlock,
        SingleElement,
        SkipFour,
        SystolicArray {
  /**
   * As on the command line and in lists: {@code bullet-wake:100}. {@link ErrorPatterns#parse} gives
   * an equal pattern back.
   */
  String label();

  /** Whether it leaves anything open that is drawn for each fault. */
  default boolean isRandom() {
    return true;
  }

  /** Whether it lies around an element, which is then always corrupted; else it has its place. */
  default boolean isAnchored() {
    return true;
  }

  /**
   * What an activation lacks to have the pattern around an element, in words: too few channels, no
   * neighbour in the row. Nothing if it can have it.
   *
   * @param image shape of one image's part of the activation, {@code [channels, rows, columns]} or
   *     {@code [channels, places]}; any for patterns that know no channels
   * @param anchor row-major position of the element, from 0
   */
  Optional<String> lack(Shape image, long anchor);

  /**
   * How many elements are corrupted together, whatever is drawn; at least so many if that depends
   * on it.
   *
   * @param image shape of one image's part of an activation that {@link #lack lacks} nothing
   */
  long size(Shape image, long anchor);

  /**
   * The elements that are corrupted together.
   *
   * @param image shape of one image's part of an activation that {@link #lack lacks} nothing
   * @param anchor row-major position of one of them
   * @param random for what the pattern leaves open
   */
  Region region(Shape image, long anchor, RandomGenerator random);

  /** Elements around which an activation can have it, one for each fault that differs. */
  default LongStream anchors(Shape image) {
    return LongStream.range(0, image.size()).filter(anchor -> lack(image, anchor).isEmpty());
  }
}
