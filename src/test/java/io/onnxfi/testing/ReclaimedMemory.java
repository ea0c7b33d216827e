package io.onnxfi.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Memory that Java has given up, with other numbers in it. */
public final class ReclaimedMemory {
  private static final int PIECES = 20_000;
  private static final int LARGEST = 512;

  private ReclaimedMemory() {}

  /** Gives up what no buffer sees any more and fills it with NaN; keep what this returns. */
  public static List<ByteBuffer> spoil() {
    System.gc();
    List<ByteBuffer> spoilt = new ArrayList<>();
    for (int i = 0; i < PIECES; i++) {
      int bytes = i % 2 == 0 ? Float.BYTES : Float.BYTES * (1 + i % LARGEST);
      ByteBuffer piece = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
      while (piece.hasRemaining()) {
        piece.putFloat(Float.NaN);
      }
      spoilt.add(piece);
    }
    return spoilt;
  }
}
