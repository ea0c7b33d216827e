package io.onnxfi.campaign;

import io.onnxfi.onnx.Dataflow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Divides shards into pieces that take about as long each: by layer, as the faults of a layer share
 * what comes before it; then by faults, so that some are finished early, but into no smaller blocks
 * than what they share is worth; then by images, which costs nothing; and by faults again where
 * there are too few batches. The longest come first, so that those that run last end together;
 * those of about the same length stay in the order of layers, so that who runs one can go on with
 * its golden values.
 *
 * @param pieces about how many
 * @param batch images that must stay together
 */
public record Division(int pieces, int batch) {
  /** Faults of a block: what comes before the layer is run once more for each. */
  private static final int BLOCK = 64;

  private static final int PIECES_PER_SLOT = 12;
  private static final long MOST_PAIRS = 50_000;

  /** Checks both. */
  public Division {
    if (pieces < 1 || batch < 1) {
      throw new IllegalArgumentException("%d pieces, batches of %d".formatted(pieces, batch));
    }
  }

  /**
   * Into enough pieces for all who work to end together, and into pieces so small that little is
   * lost with one of them.
   *
   * @param slots pieces that are run side by side
   * @param pairs of a fault and an image that are run
   */
  public static Division among(int slots, long pairs, int batch) {
    return new Division(
        Math.toIntExact(Math.max((long) PIECES_PER_SLOT * slots, pairs / MOST_PAIRS)), batch);
  }

  /** What it costs to try a fault on images. */
  @FunctionalInterface
  public interface Cost {
    /**
     * In any unit, at least 0.
     *
     * @param images of this shard
     */
    double of(int fault, Shard images);
  }

  private record Sized(Shard shard, double cost) {}

  /**
   * The pieces, which make up some shards without overlap.
   *
   * @param campaign that the shards are of
   */
  public List<Shard> of(Campaign campaign, List<Shard> shards, Cost cost) {
    List<Sized> layers =
        shards.stream()
            .flatMap(shard -> layers(campaign, shard, cost))
            .sorted(order(campaign))
            .toList();
    double all = layers.stream().mapToDouble(Sized::cost).sum();
    List<Sized> sized = new ArrayList<>();
    for (Sized layer : layers) {
      int wanted = all > 0 ? (int) Math.max(1, Math.round(pieces * layer.cost / all)) : 1;
      double unit = layer.cost / size(layer.shard);
      split(layer.shard, wanted).forEach(piece -> sized.add(new Sized(piece, unit * size(piece))));
    }
    double longest = sized.stream().mapToDouble(Sized::cost).max().orElse(0);
    return sized.stream()
        .sorted(Comparator.comparingInt(piece -> Math.getExponent(longest / piece.cost)))
        .map(Sized::shard)
        .toList();
  }

  /** As the model uses what the faults are in. */
  private static Comparator<Sized> order(Campaign campaign) {
    Dataflow flow = new Dataflow(campaign.model());
    return Comparator.comparingInt(
        layer ->
            campaign.injections().tensors(layer.shard.faults().get(0)).stream()
                .flatMap(tensor -> flow.users(tensor).stream())
                .min(Comparator.naturalOrder())
                .orElse(flow.size()));
  }

  private static Stream<Sized> layers(Campaign campaign, Shard shard, Cost cost) {
    Map<List<String>, List<Integer>> layers = new LinkedHashMap<>();
    for (int fault : shard.faults()) {
      layers
          .computeIfAbsent(campaign.injections().tensors(fault), tensors -> new ArrayList<>())
          .add(fault);
    }
    return layers.values().stream()
        .map(shard::with)
        .map(own -> new Sized(own, own.faults().stream().mapToDouble(f -> cost.of(f, own)).sum()));
  }

  private List<Shard> split(Shard layer, int wanted) {
    int batches = (layer.to() - layer.from() + batch - 1) / batch;
    int faults = layer.faults().size();
    int blocks = Math.min(wanted, Math.max(1, faults / BLOCK));
    int byImages = Math.min(batches, (wanted + blocks - 1) / blocks);
    int byFaults = Math.min(faults, Math.max(blocks, (wanted + byImages - 1) / byImages));
    List<Shard> parts = new ArrayList<>();
    for (int block = 0; block < byFaults; block++) {
      List<Integer> own =
          layer.faults().subList(part(faults, block, byFaults), part(faults, block + 1, byFaults));
      for (int piece = 0; piece < byImages; piece++) {
        int from = layer.from() + part(batches, piece, byImages) * batch;
        int to = layer.from() + part(batches, piece + 1, byImages) * batch;
        parts.add(new Shard(own, from, Math.min(to, layer.to())));
      }
    }
    return parts;
  }

  private static double size(Shard shard) {
    return (double) shard.faults().size() * (shard.to() - shard.from());
  }

  /** Where a part of some things begins. */
  private static int part(int things, int part, int parts) {
    return (int) ((long) things * part / parts);
  }
}
