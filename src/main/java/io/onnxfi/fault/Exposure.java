package io.onnxfi.fault;

/** Which runs of a model see a fault in an activation. */
public sealed interface Exposure {
  /** Every image that the fault is tried on: a permanent defect, or one upset in each run. */
  Exposure EVERY = new Every();

  /** Every image. */
  record Every() implements Exposure {}

  /**
   * One image of the data set: a transient upset; all others are masked.
   *
   * @param number of the image in the data set, from 0
   */
  record Image(int number) implements Exposure {}

  /**
   * One inference, that is one batch: a transient upset that lasts for it.
   *
   * @param number of the batch, from 0
   */
  record Inference(int number) implements Exposure {}
}
