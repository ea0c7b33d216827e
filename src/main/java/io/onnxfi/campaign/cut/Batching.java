package io.onnxfi.campaign.cut;

/**
 * How a worker puts images together.
 *
 * @param isFree whether an image's results do not depend on the others in its run; otherwise golden
 *     and faulty runs have the same batches, and a tail is run on all images of a batch
 * @param held images of one golden batch
 * @param run images to run at a time, to begin with
 */
record Batching(boolean isFree, int held, int run) {
  private static final int RUNS = 4;

  /** Batches whose images stay together. */
  static Batching fixed(int batch) {
    return new Batching(false, batch, batch);
  }

  /** Several runs may be made of what is held, of any size. */
  static Batching free(int batch) {
    return new Batching(true, RUNS * batch, batch);
  }

  /** Where shares of the images may begin. */
  int unit() {
    return isFree ? 1 : held;
  }

  RunSizes sizes(int begin) {
    return isFree ? RunSizes.upTo(held, begin) : RunSizes.fixed(run);
  }
}
