package io.onnxfi.fault;

import io.onnxfi.fault.pattern.ErrorPattern;
import io.onnxfi.fault.pattern.PublishedErrors;
import io.onnxfi.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Draws which pattern of a published mix a site has, so that a list says what strikes.
 *
 * <p>Each pattern is as likely as it was observed. One that the activation cannot have there is
 * drawn again among those that it can.
 */
final class MixDraws {
  private static final int PERCENT = 100;

  private final RandomGenerator random;
  private final Map<String, Long> misfits = new LinkedHashMap<>(); // by label, how often
  private long draws;

  MixDraws(RandomGenerator random) {
    this.random = random;
  }

  /** The same extent, with a pattern in place of a mix. */
  Extent settle(Extent extent, Shape image, long anchor) {
    return extent.reach() instanceof PatternReach reach
            && reach.pattern() instanceof PublishedErrors mix
        ? new Extent(extent.kind(), new PatternReach(draw(mix, image, anchor)), extent.exposure())
        : extent;
  }

  private ErrorPattern draw(PublishedErrors mix, Shape image, long anchor) {
    draws++;
    ErrorPattern drawn = mix.draw(random);
    if (drawn.lack(image, anchor).isEmpty()) {
      return drawn;
    }
    misfits.merge(drawn.label(), 1L, Long::sum);
    return mix.draw(image, anchor, random);
  }

  /** How many draws did not fit, in a line; none if all did. */
  List<String> notes() {
    long count = misfits.values().stream().mapToLong(Long::longValue).sum();
    if (count == 0) {
      return List.of();
    }
    Map.Entry<String, Long> most =
        misfits.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
    return List.of(
        ("%,d of %,d patterns (%d %%) drawn did not fit the activation and were drawn again among"
                + " those that do; most often %s")
            .formatted(count, draws, Math.round((double) PERCENT * count / draws), most.getKey()));
  }
}
