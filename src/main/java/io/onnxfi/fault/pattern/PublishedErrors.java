package io.onnxfi.fault.pattern;

import io.onnxfi.fault.model.Draws;
import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The patterns that corrupted outputs of convolutions had on a GPU, as often as they were observed:
 * a random value in one thread or in all threads of a warp of one of cuDNN's kernels, injected with
 * NVBitFI.
 *
 * <p>Source: error_models/gpu_models of github.com/D4De/classes-pytorch (3ecffe7), which counts
 * corrupted outputs by pattern and, within a pattern, by ranges of its sizes. Counts by pattern are
 * those; ranges of sizes became their middle, and outputs of a pattern whose sizes were too rare to
 * be listed went to its most frequent size. Alternating blocks (at most 2.3 %) and quasi-shattered
 * channels (at most 0.1 %) are left out.
 */
public enum PublishedErrors implements ErrorPattern {
  /** Convolution as matrix product, one faulty thread: 3,812 outputs. */
  GEMM_THREAD(
      seen(2890, new SingleElement()),
      seen(699, new BulletWake(100)),
      seen(88, new BulletWake(25)),
      seen(57, new SingleBlock(64)),
      seen(45, new ChannelScatter(5)),
      seen(33, new SameRow(8))),

  /** Winograd's convolution, one faulty thread: 4,631 outputs. */
  WINOGRAD_THREAD(
      seen(1004, new SingleElement()),
      seen(845, new ChannelScatter(5)),
      seen(93, new ChannelScatter(25)),
      seen(585, new SkipFour(2, 5)),
      seen(107, new SkipFour(2, 100)),
      seen(84, new SkipFour(2, 25)),
      seen(270, new Shattered(2, 100, 100)),
      seen(107, new Shattered(2, 100, 25)),
      seen(96, new Shattered(64, 15, 100)),
      seen(90, new Shattered(18, 25, 100)),
      seen(79, new Shattered(258, 5, 100)),
      seen(63, new Shattered(13, 25, 25)),
      seen(690, new SameRow(8)),
      seen(161, new BulletWake(100)),
      seen(111, new BulletWake(25)),
      seen(236, new FullChannel(5)),
      seen(10, new Rectangle(8, 8, 5))),

  /** Convolution by fast Fourier transform, one faulty thread: 7,369 of 7,470 outputs. */
  FFT_THREAD(
      seen(3450, new FullChannel(5)),
      seen(2635, new FullChannel(15)),
      seen(344, new FullChannel(100)),
      seen(193, new ChannelScatter(25)),
      seen(100, new ChannelScatter(5)),
      seen(242, new Rectangle(8, 8, 5)),
      seen(205, new SkipFour(16, 5)),
      seen(76, new Shattered(16, 50, 25)),
      seen(57, new SingleElement()),
      seen(30, new SameRow(6)),
      seen(22, new SingleBlock(32)),
      seen(15, new ChannelBlocks(32, 95))),

  /** Convolution as matrix product, one faulty warp: 11,707 outputs. */
  GEMM_WARP(
      seen(2135, new SkipFour(8, 15)),
      seen(1698, new SkipFour(8, 25)),
      seen(917, new SkipFour(8, 5)),
      seen(321, new SkipFour(8, 35)),
      seen(162, new SkipFour(8, 100)),
      seen(1838, new ChannelBlocks(32, 100)),
      seen(267, new ChannelBlocks(32, 15)),
      seen(166, new ChannelBlocks(32, 25)),
      seen(127, new ChannelBlocks(16, 100)),
      seen(1699, new FullChannel(5)),
      seen(870, new Shattered(8, 95, 5)),
      seen(265, new Shattered(49, 95, 100)),
      seen(179, new Shattered(6, 95, 15)),
      seen(144, new Shattered(5, 95, 25)),
      seen(402, new SingleBlock(64)),
      seen(173, new SingleBlock(32)),
      seen(233, new BulletWake(25)),
      seen(111, new Rectangle(3, 3, 100))),

  /** Winograd's convolution, one faulty warp: 5,730 of 5,869 outputs. */
  WINOGRAD_WARP(
      seen(1330, new Shattered(65, 95, 25)),
      seen(829, new Shattered(84, 25, 25)),
      seen(288, new Shattered(32, 55, 25)),
      seen(301, new Shattered(86, 95, 100)),
      seen(560, new Shattered(84, 25, 100)),
      seen(326, new Shattered(84, 50, 100)),
      seen(299, new ChannelScatter(5)),
      seen(189, new ChannelScatter(15)),
      seen(107, new ChannelScatter(25)),
      seen(74, new ChannelScatter(35)),
      seen(72, new ChannelScatter(45)),
      seen(620, new FullChannel(100)),
      seen(68, new FullChannel(25)),
      seen(240, new Rectangle(8, 16, 100)),
      seen(225, new ChannelBlocks(32, 25)),
      seen(159, new SingleBlock(32)),
      seen(27, new SkipFour(4, 25)),
      seen(9, new BulletWake(25)),
      seen(7, new SameRow(7))),

  /** Convolution by fast Fourier transform, one faulty warp: 8,394 of 8,435 outputs. */
  FFT_WARP(
      seen(2908, new FullChannel(15)),
      seen(2282, new FullChannel(5)),
      seen(1334, new FullChannel(100)),
      seen(823, new FullChannel(25)),
      seen(151, new FullChannel(45)),
      seen(210, new Rectangle(8, 8, 15)),
      seen(133, new Rectangle(30, 30, 100)),
      seen(229, new Shattered(64, 50, 25)),
      seen(164, new ChannelScatter(25)),
      seen(107, new SkipFour(16, 15)),
      seen(33, new SingleBlock(32)),
      seen(13, new ChannelBlocks(32, 25)),
      seen(7, new SameRow(7)));

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of, of records
  private final List<Seen> seen;

  PublishedErrors(Seen... seen) {
    this.seen = List.of(seen);
  }

  /**
   * How often a pattern was observed.
   *
   * @param outputs in so many corrupted outputs
   * @param pattern the pattern
   */
  public record Seen(int outputs, ErrorPattern pattern) {}

  private static Seen seen(int outputs, ErrorPattern pattern) {
    return new Seen(outputs, pattern);
  }

  /** All patterns with the number of outputs in which they were observed. */
  public List<Seen> observations() {
    return seen;
  }

  /** Draws a pattern, each as likely as it was observed. */
  public ErrorPattern draw(RandomGenerator random) {
    return draw(seen, random);
  }

  /** Draws a pattern among those that an activation can have around an element, at least one. */
  public ErrorPattern draw(Shape image, long anchor, RandomGenerator random) {
    return draw(fitting(image, anchor).toList(), random);
  }

  private Stream<Seen> fitting(Shape image, long anchor) {
    return seen.stream().filter(each -> each.pattern.lack(image, anchor).isEmpty());
  }

  private static ErrorPattern draw(List<Seen> among, RandomGenerator random) {
    long rest = Draws.below(random, among.stream().mapToLong(Seen::outputs).sum());
    for (Seen each : among) {
      rest -= each.outputs;
      if (rest < 0) {
        return each.pattern;
      }
    }
    throw new IllegalStateException("drawn beyond all outputs");
  }

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the first pattern lacks, if none of them can be there. */
  @Override
  public Optional<String> lack(Shape image, long anchor) {
    return fitting(image, anchor).findAny().isPresent()
        ? Optional.empty()
        : seen.get(0).pattern.lack(image, anchor).map(what -> what + " of " + label());
  }

  @Override
  public long size(Shape image, long anchor) {
    return fitting(image, anchor)
        .mapToLong(each -> each.pattern.size(image, anchor))
        .min()
        .orElseThrow();
  }

  /** Those of one of the patterns that can be there, each as likely as it was observed. */
  @Override
  public Region region(Shape image, long anchor, RandomGenerator random) {
    return draw(image, anchor, random).region(image, anchor, random);
  }
}
