package io.onnxfi.training;

import java.util.stream.IntStream;

/** Long arrays in blocks that do not depend on how many processors there are. */
final class Blocks {
  private static final int SIZE = 1 << 16;

  private Blocks() {}

  /** What is done with a block. */
  interface Work {
    /**
     * Does it.
     *
     * @param block which, from 0
     * @param from its first place
     * @param to behind its last place
     */
    void on(int block, int from, int to);
  }

  /** How many blocks an array of this length has. */
  static int count(int length) {
    return (length + SIZE - 1) / SIZE;
  }

  /** Does something with every block, several at a time. */
  static void forEach(int length, Work work) {
    IntStream.range(0, count(length)).parallel().forEach(block -> on(block, length, work));
  }

  /** Does something with every block, one after the other. */
  static void inOrder(int length, Work work) {
    IntStream.range(0, count(length)).forEach(block -> on(block, length, work));
  }

  private static void on(int block, int length, Work work) {
    work.on(block, block * SIZE, Math.min(length, (block + 1) * SIZE));
  }
}
