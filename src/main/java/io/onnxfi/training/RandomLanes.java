package io.onnxfi.training;

/**
 * Very many random bits: xoshiro128++ 1.0 (D. Blackman and S. Vigna, "Scrambled linear pseudorandom
 * number generators", ACM Transactions on Mathematical Software 47(4), 2021), many generators side
 * by side, so that a compiler makes vector instructions of them.
 */
final class RandomLanes {
  /** How many there are. */
  static final int COUNT = 512;

  private final int[] s0 = new int[COUNT];
  private final int[] s1 = new int[COUNT];
  private final int[] s2 = new int[COUNT];
  private final int[] s3 = new int[COUNT];

  /** Starts each from two numbers of SplitMix64, as the authors advise. */
  RandomLanes(long key) {
    long state = key;
    for (int lane = 0; lane < COUNT; lane++) {
      long a = Streams.mix(state += Streams.GOLDEN_GAMMA);
      long b = Streams.mix(state += Streams.GOLDEN_GAMMA);
      start(lane, (int) a, (int) (a >>> Integer.SIZE), (int) b, (int) (b >>> Integer.SIZE));
    }
  }

  /** Starts one from a state of its own, which is not all zeros. */
  void start(int lane, int first, int second, int third, int fourth) {
    s0[lane] = first;
    s1[lane] = second;
    s2[lane] = third;
    s3[lane] = fourth;
  }

  /**
   * The next 32 bits of each, at {@code out[lane]}, then the next again, at {@code out[COUNT +
   * lane]}: faster than one after the other, as states are read and written once.
   */
  void nextTwo(int[] out) {
    nextTwo(s0, s1, s2, s3, out);
  }

  private static void nextTwo(int[] s0, int[] s1, int[] s2, int[] s3, int[] out) {
    for (int lane = 0; lane < COUNT; lane++) {
      int a = s0[lane];
      int b = s1[lane];
      int c = s2[lane] ^ a;
      int d = s3[lane] ^ b;
      int sum = a + s3[lane];
      out[lane] = ((sum << 7) + (sum >>> 25)) + a;
      int a2 = a ^ d;
      int b2 = b ^ c;
      int c2 = c ^ (b << 9) ^ a2;
      int d3 = (d << 11) + (d >>> 21);
      int d2 = d3 ^ b2;
      int sum2 = a2 + d3;
      out[COUNT + lane] = ((sum2 << 7) + (sum2 >>> 25)) + a2;
      s0[lane] = a2 ^ d2;
      s1[lane] = b2 ^ c2;
      s2[lane] = c2 ^ (b2 << 9);
      s3[lane] = (d2 << 11) + (d2 >>> 21);
    }
  }

  /** The next 32 bits of each, at {@code out[lane]}. */
  void next(int[] out) {
    next(s0, s1, s2, s3, out);
  }

  private static void next(int[] s0, int[] s1, int[] s2, int[] s3, int[] out) {
    for (int lane = 0; lane < COUNT; lane++) {
      int a = s0[lane];
      int b = s1[lane];
      int c = s2[lane] ^ a;
      int d = s3[lane] ^ b;
      int sum = a + s3[lane];
      out[lane] = ((sum << 7) + (sum >>> 25)) + a;
      s0[lane] = a ^ d;
      s1[lane] = b ^ c;
      s2[lane] = c ^ (b << 9);
      s3[lane] = (d << 11) + (d >>> 21);
    }
  }
}
