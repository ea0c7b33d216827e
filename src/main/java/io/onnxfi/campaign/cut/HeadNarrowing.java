package io.onnxfi.campaign.cut;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.onnx.Channelwise;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.SparseEdit;
import io.onnxfi.onnx.TensorEdit;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds heads that compute only the block of channels a fault can touch.
 *
 * <p>Fewer filters may mean another algorithm, hence other bits; so a block is used only if, on the
 * images given, every block without a fault and one with a fault give the bits of the head with all
 * channels, and only if it is faster.
 */
final class HeadNarrowing {
  private static final int[] BLOCKS = {4, 8, 16, 32, 64};
  private static final int IMAGE_RANK = 4;
  private static final int REPEATS = 3;
  private static final double WORTHWHILE = 0.9;

  private final OnnxModel model;
  private final Backend backend;
  private final Dataflow flow;
  private final FaithfulParts pieces;

  /** Blocks that the framework computes otherwise in one layer: not tried again in the next. */
  private final Set<Integer> otherwise = new HashSet<>();

  HeadNarrowing(OnnxModel model, Backend backend, Dataflow flow, FaithfulParts pieces) {
    this.model = model;
    this.backend = backend;
    this.flow = flow;
    this.pieces = pieces;
  }

  /**
   * The fastest exact block for a layer, if one beats the whole head.
   *
   * @param state fault-free values of some images at both cuts
   * @param sample a fault of the layer
   */
  Optional<NarrowHead> narrow(LayerPlan plan, Map<String, Tensor> state, EditSet sample) {
    if (plan.struck().size() > 1) {
      return Optional.empty(); // faults that strike together are in no one block
    }
    String initializer = plan.struck().iterator().next();
    Optional<Channelwise> found = Channelwise.of(model, flow, initializer, plan.head().outputs());
    if (found.filter(this::fits).isEmpty()) {
      return Optional.empty();
    }
    Channelwise channels = found.get();
    List<String> missing =
        channels.inputs().stream().filter(name -> !plan.base().contains(name)).toList();
    Optional<Set<String>> sidePool =
        pieces.pool(plan.base(), pool -> Stream.of(pieces.part(plan.base(), missing, pool)));
    if (sidePool.isEmpty()) {
      return Optional.empty();
    }
    Optional<GraphPart> sides = pieces.part(plan.base(), missing, sidePool.get());
    Map<String, Tensor> golden = new HashMap<>(state);
    sides.ifPresent(part -> golden.putAll(CutProbe.run(backend, part, state)));
    return fastest(plan, candidates(channels, sides), golden, element(sample.edits().get(0)));
  }

  /** The first element of an edit alone, which is within one block of any size. */
  private static TensorEdit element(TensorEdit edit) {
    SortedMap<Long, Long> first = new TreeMap<>();
    edit.forEach(
        (position, bits) -> {
          if (position == edit.first()) {
            first.put(position, bits);
          }
        });
    return SparseEdit.of(edit.tensor(), first);
  }

  /** Whether all values are images of as many channels, of known shape. */
  private boolean fits(Channelwise channels) {
    ValueKinds values = pieces.values();
    Stream<String> images = Stream.concat(channels.sliced().stream(), channels.wanted().stream());
    return values.kinds().keySet().containsAll(channels.inputs())
        && images.allMatch(
            name ->
                values.kind(name).shape().rank() == IMAGE_RANK
                    && values.kind(name).shape().dim(1) == channels.channels());
  }

  private List<NarrowHead> candidates(Channelwise channels, Optional<GraphPart> sides) {
    List<NarrowHead> candidates = new ArrayList<>();
    for (int block : BLOCKS) {
      if (block < channels.channels()
          && channels.channels() % block == 0
          && !otherwise.contains(block)) {
        Optional<Set<String>> pool =
            pieces.pool(
                channels.inputs(),
                pooled ->
                    Stream.of(
                        Optional.of(NarrowHead.part(channels, 0, block, pieces.values(), pooled))));
        pool.ifPresentOrElse(
            found -> candidates.add(new NarrowHead(channels, block, sides, found)),
            () -> otherwise.add(block));
      }
    }
    return candidates;
  }

  private Optional<NarrowHead> fastest(
      LayerPlan plan, List<NarrowHead> candidates, Map<String, Tensor> golden, TensorEdit sample) {
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    Optional<NarrowHead> best = Optional.empty();
    try (Session whole = backend.open(plan.head().model())) {
      List<Tensor> inputs = plan.head().inputs().stream().map(golden::get).toList();
      double least = WORTHWHILE * time(whole, inputs);
      List<Tensor> faulty;
      try (Session edited = whole.edited(EditSet.of(sample))) {
        faulty = edited.run(inputs);
      }
      for (NarrowHead candidate : candidates) {
        double time = timeIfExact(candidate, golden, sample, faulty);
        if (time < least) {
          least = time;
          best = Optional.of(candidate);
        }
      }
    }
    return best;
  }

  /** Infinite if any bit differs. */
  private double timeIfExact(
      NarrowHead head, Map<String, Tensor> golden, TensorEdit edit, List<Tensor> faulty) {
    List<Tensor> whole = head.channels().wanted().stream().map(golden::get).toList();
    double time = Double.POSITIVE_INFINITY;
    for (int first = 0; first < head.channels().channels(); first += head.block()) {
      ChannelBlock block = new ChannelBlock(first, head.block());
      List<Tensor> inputs = inputs(head, block, golden);
      try (Session session = backend.open(head.part(first, pieces.values()).model())) {
        if (!equal(session.run(inputs), block, whole)) {
          return Double.POSITIVE_INFINITY;
        }
        if (first == head.first(edit)) {
          try (Session edited = session.edited(EditSet.of(head.channels().within(edit, first)))) {
            if (!equal(edited.run(inputs), block, faulty)) {
              return Double.POSITIVE_INFINITY;
            }
          }
          time = time(session, inputs);
        }
      }
    }
    return time;
  }

  private static List<Tensor> inputs(
      NarrowHead head, ChannelBlock block, Map<String, Tensor> golden) {
    List<Tensor> inputs = new ArrayList<>();
    for (String name : head.channels().inputs()) {
      Tensor whole = golden.get(name);
      if (head.channels().sliced().contains(name)) {
        Tensor part = Tensor.allocate(whole.type(), block.shape(whole.shape()));
        block.copy(whole, part);
        inputs.add(part);
      } else {
        inputs.add(whole);
      }
    }
    return inputs;
  }

  private static boolean equal(List<Tensor> narrow, ChannelBlock block, List<Tensor> whole) {
    for (int i = 0; i < narrow.size(); i++) {
      Tensor expected = Tensor.allocate(whole.get(i).type(), narrow.get(i).shape());
      block.copy(whole.get(i), expected);
      if (!CutProbe.sameNumbers(narrow.get(i), expected)) {
        return false;
      }
    }
    return true;
  }

  private static double time(Session session, List<Tensor> inputs) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < REPEATS; i++) {
      long start = System.nanoTime();
      session.run(inputs);
      least = Math.min(least, (double) (System.nanoTime() - start));
    }
    return least;
  }
}
