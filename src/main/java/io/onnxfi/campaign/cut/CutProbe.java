package io.onnxfi.campaign.cut;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Exposed;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.injection.Injection;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tries plans on the first batch of a campaign, against the whole model. */
final class CutProbe implements AutoCloseable {
  private final Campaign campaign;
  private final Backend backend;
  private final Session whole;
  private final List<Tensor> batch;
  private final Tensor golden;
  private final String output;
  private final Openings openings;

  CutProbe(Campaign campaign, Backend backend, Openings openings) {
    this.openings = openings;
    this.campaign = campaign;
    this.backend = backend;
    this.whole = backend.open(campaign.model());
    int images = Math.min(campaign.batch(), campaign.workload().size());
    this.batch = campaign.samples(0, images);
    this.output = campaign.output().name();
    this.golden = whole.run(batch).get(0);
    openings.add(campaign.model().nodes().size());
  }

  /** The samples that plans are tried on, by the names of the inputs. */
  Map<String, Tensor> samples() {
    Map<String, Tensor> named = new LinkedHashMap<>();
    List<String> names = campaign.inputNames();
    for (int i = 0; i < names.size(); i++) {
      named.put(names.get(i), batch.get(i));
    }
    return named;
  }

  /** The whole model's scores for them. */
  Tensor golden() {
    return golden;
  }

  /**
   * Runs the graph once to see the kinds of some values.
   *
   * @return those that hold one row per image, whatever the number of images
   * @throws io.onnxfi.error.UnsupportedInputException if one of them cannot be read
   */
  Map<String, ValueKinds.Kind> kinds(GraphPart observing) {
    Map<String, ValueKinds.Kind> kinds = new LinkedHashMap<>();
    openings.add(observing.model().nodes().size());
    try (Session session = backend.open(observing.model())) {
      List<Tensor> seen = session.run(batch);
      List<Tensor> other = otherBatch();
      List<Tensor> others = other == batch ? seen : runOther(session, other).orElse(seen);
      for (int i = 0; i < seen.size(); i++) {
        if (isBatch(seen.get(i), batch.get(0))
            && (others == seen || isBatch(others.get(i), other.get(0)))) {
          kinds.put(observing.outputs().get(i), ValueKinds.Kind.of(seen.get(i)));
        }
      }
    }
    return kinds;
  }

  private static Optional<List<Tensor>> runOther(Session session, List<Tensor> other) {
    try {
      return Optional.of(session.run(other));
    } catch (UnsupportedInputException e) {
      return Optional.empty(); // then no other number of images is ever run
    }
  }

  /** Another number of images, if the model may take one and there are as many. */
  private List<Tensor> otherBatch() {
    long held = batch.get(0).shape().dim(0);
    int images = held > 1 ? 1 : Math.min(2, campaign.workload().size());
    return campaign.hasFixedBatch() || images == held ? batch : campaign.samples(0, images);
  }

  /** Whether a value has the images in the first axis, each beginning at a whole byte. */
  private static boolean isBatch(Tensor tensor, Tensor images) {
    return tensor.type().bits() >= Byte.SIZE
        && tensor.shape().rank() > 0
        && tensor.shape().dim(0) == images.shape().dim(0);
  }

  /** Opens a part. */
  Session open(GraphPart part) {
    openings.add(part.model().nodes().size());
    return backend.open(part.model());
  }

  /** Computes a part from available values. */
  Map<String, Tensor> run(GraphPart part, Map<String, Tensor> from) {
    openings.add(part.model().nodes().size());
    return run(backend, part, from);
  }

  /** Computes a part from several sets of available values. */
  List<Map<String, Tensor>> run(GraphPart part, List<Map<String, Tensor>> from) {
    try (Session session = open(part)) {
      return from.stream().map(values -> run(part, session, values)).toList();
    }
  }

  /** Computes a part from available values. */
  static Map<String, Tensor> run(Backend backend, GraphPart part, Map<String, Tensor> from) {
    try (Session session = backend.open(part.model())) {
      return run(part, session, from);
    }
  }

  private static Map<String, Tensor> run(
      GraphPart part, Session session, Map<String, Tensor> from) {
    List<Tensor> results = session.run(part.inputs().stream().map(from::get).toList());
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < results.size(); i++) {
      named.put(part.outputs().get(i), results.get(i));
    }
    return named;
  }

  /** The values at both cuts if the plan computes what the whole model does, with a fault too. */
  Optional<Map<String, Tensor>> check(LayerPlan plan, Map<String, Tensor> state, EditSet sample) {
    Map<String, Tensor> all = new LinkedHashMap<>(state);
    plan.advance().ifPresent(part -> all.putAll(run(part, all)));
    all.keySet().retainAll(plan.base());
    plan.rest().ifPresent(part -> all.putAll(run(part, all)));
    try (Session head = backend.open(plan.head().model())) {
      all.putAll(run(plan.head(), head, all));
      if (!sameNumbers(outputs(plan, all), golden)) {
        return Optional.empty();
      }
      Map<String, Tensor> faulty = new HashMap<>(all);
      try (Session edited = head.edited(sample)) {
        faulty.putAll(run(plan.head(), edited, all));
      }
      Tensor expected;
      openings.add(campaign.model().nodes().size());
      try (Session edited = whole.edited(sample)) {
        expected = edited.run(batch).get(0);
      }
      return sameNumbers(outputs(plan, faulty), expected) ? Optional.of(all) : Optional.empty();
    }
  }

  /** The values at the first cut of a plan. */
  Map<String, Tensor> base(LayerPlan plan, Map<String, Tensor> state) {
    Map<String, Tensor> base = new LinkedHashMap<>(state);
    plan.advance().ifPresent(part -> base.putAll(run(part, state)));
    base.keySet().retainAll(plan.base());
    return base;
  }

  /** A value under a fault. */
  Tensor changed(Injection injection, String value, Tensor golden) {
    Tensor faulty = golden.copy();
    int images = Math.min(campaign.batch(), campaign.workload().size());
    Exposed.change(campaign, injection, value, faulty, row -> row, images);
    return faulty;
  }

  private Tensor outputs(LayerPlan plan, Map<String, Tensor> values) {
    return plan.tail()
        .map(tail -> run(tail, values).get(output))
        .orElseGet(() -> values.get(output));
  }

  /** Equal to the bit, but for the payloads of NaNs, which no outcome depends on. */
  static boolean sameNumbers(Tensor a, Tensor b) {
    if (a.type() != b.type()) {
      return false;
    }
    if (a.type() == ElementType.DOUBLE || !a.type().isReal()) {
      return a.bytes().equals(b.bytes());
    }
    float[] left = a.toFloatArray();
    float[] right = b.toFloatArray();
    for (int i = 0; i < left.length; i++) {
      if (Float.floatToIntBits(left[i]) != Float.floatToIntBits(right[i])) {
        return false;
      }
    }
    return left.length == right.length;
  }

  @Override
  public void close() {
    whole.close();
  }
}
