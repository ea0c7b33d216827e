package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A piece of a campaign that is run by itself: some faults on neighbouring images. A plain value,
 * which may be sent to where it is run.
 *
 * @param faults places of the faults in the campaign, each once
 * @param from place of the first image
 * @param to place behind the last image
 */
public record Shard(List<Integer> faults, int from, int to) implements Serializable {
  /** Copies and checks. */
  public Shard {
    faults = List.copyOf(faults);
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("a shard of images %d to %d".formatted(from, to));
    }
    if (new HashSet<>(faults).size() < faults.size()) {
      throw new IllegalArgumentException("a shard with a fault twice: " + faults);
    }
  }

  /** A whole campaign. */
  public static Shard of(Campaign campaign) {
    return new Shard(
        IntStream.range(0, campaign.size()).boxed().toList(), 0, campaign.workload().size());
  }

  /** The same images with other faults. */
  public Shard with(List<Integer> others) {
    return new Shard(others, from, to);
  }

  /**
   * Requires that it is a piece of a campaign, and that it parts no images whose results depend on
   * each other.
   *
   * @throws IllegalArgumentException if not, saying what is wrong
   */
  public void requireFit(Campaign campaign, Backend backend) {
    Objects.checkFromToIndex(from, to, campaign.workload().size());
    faults.forEach(fault -> Objects.checkIndex(fault, campaign.size()));
    if (!backend.isBatchInvariant()) {
      requireWholeBatches(
          campaign, backend.title() + " gives an image other bits in other batches");
    } else if (campaign.hasFixedBatch()) {
      requireWholeBatches(campaign, "the model takes one number of images only");
    } else if (campaign.hasSharedDecisions()) {
      requireWholeBatches(campaign, "the model decides by batches what it computes");
    }
  }

  /**
   * Requires that it begins and ends between batches.
   *
   * @param reason why it must
   */
  public void requireWholeBatches(Campaign campaign, String reason) {
    int batch = campaign.batch();
    if (from % batch != 0 || (to % batch != 0 && to != campaign.workload().size())) {
      throw new IllegalArgumentException(
          "expected a shard of whole batches of %d, as %s, found images %d to %d"
              .formatted(batch, reason, from, to));
    }
  }
}
