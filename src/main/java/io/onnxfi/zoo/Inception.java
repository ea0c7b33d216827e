package io.onnxfi.zoo;

import java.util.List;

/**
 * The channels of one inception module: Szegedy et al. 2015, "Going Deeper with Convolutions",
 * table 1.
 *
 * @param stage 3 to 5; the map is halved before each
 * @param letter place within the stage, from {@code a}
 * @param ones of the branch 1×1
 * @param reduced before the branch 3×3
 * @param threes of the branch 3×3
 * @param deepReduced before the branch that the paper calls 5×5
 * @param deep of that branch
 * @param pooled of the branch behind the pooling
 */
record Inception(
    int stage,
    char letter,
    int ones,
    int reduced,
    int threes,
    int deepReduced,
    int deep,
    int pooled) {
  /** All modules of the network, in order. */
  static final List<Inception> MODULES =
      List.of(
          new Inception(3, 'a', 64, 96, 128, 16, 32, 32),
          new Inception(3, 'b', 128, 128, 192, 32, 96, 64),
          new Inception(4, 'a', 192, 96, 208, 16, 48, 64),
          new Inception(4, 'b', 160, 112, 224, 24, 64, 64),
          new Inception(4, 'c', 128, 128, 256, 24, 64, 64),
          new Inception(4, 'd', 112, 144, 288, 32, 64, 64),
          new Inception(4, 'e', 256, 160, 320, 32, 128, 128),
          new Inception(5, 'a', 256, 160, 320, 32, 128, 128),
          new Inception(5, 'b', 384, 192, 384, 48, 128, 128));

  /** Whether the module is the first of its stage. */
  boolean startsStage() {
    return letter == 'a';
  }
}
