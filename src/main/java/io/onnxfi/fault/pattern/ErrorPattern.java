package io.onnxfi.fault.pattern;

import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.random.RandomGenerator;

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

  /**
   * The elements that are corrupted together with one.
   *
   * @param where what to blame in a message: file, row and site
   * @param image shape of one image's part of the activation, {@code [channels, rows, columns]} or
   *     {@code [channels, places]}; any for patterns that know no channels
   * @param anchor row-major position of the element, which is always among them
   * @param random for what the pattern leaves open
   * @throws io.onnxfi.error.MalformedInputException if the activation has no such element or is too
   *     small for the pattern: too few channels, no neighbour in the row
   */
  Region region(String where, Shape image, long anchor, RandomGenerator random);
}
