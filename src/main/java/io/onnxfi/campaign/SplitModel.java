package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A model in pieces between which values lie open: what a fault in an activation is run on.
 *
 * <p>A framework may compute a value only as a part of something larger (a convolution and its
 * normalisation as one). A fault can be put into the value only where it exists, so the model is
 * split there, and the golden run of such a fault is that of the pieces without it.
 */
public final class SplitModel implements AutoCloseable {
  private final List<String> inputs;
  private final String output;
  private final List<SplitPieces.Piece> pieces;
  private final List<Session> sessions = new ArrayList<>();

  /** Opens the pieces of a model. */
  public SplitModel(Campaign campaign, Backend backend, SplitPieces split) {
    this.inputs = campaign.inputNames();
    this.output = campaign.output().name();
    this.pieces = split.pieces();
    try {
      pieces.forEach(piece -> sessions.add(backend.open(piece.part().model())));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Splits a model behind some values and opens the pieces.
   *
   * @param values names of values that depend on the images
   */
  public static SplitModel of(Campaign campaign, Backend backend, List<String> values) {
    Dataflow flow = new Dataflow(campaign.model());
    Set<String> kernels = backend.kernels(campaign.model());
    SplitPieces split =
        SplitPieces.of(
            flow,
            campaign.inputs(),
            campaign.output(),
            describe(campaign, backend, flow, SplitPieces.crossing(flow, values)),
            values,
            part -> kernels.containsAll(backend.kernels(part.model())));
    return new SplitModel(campaign, backend, split);
  }

  /** Types and shapes of values, seen in a run of the first images. */
  private static Map<String, ValueInfo> describe(
      Campaign campaign, Backend backend, Dataflow flow, Set<String> names) {
    Map<String, ValueInfo> known = new HashMap<>();
    campaign.inputs().forEach(input -> known.put(input.name(), input));
    known.put(campaign.output().name(), campaign.output());
    List<String> unknown = names.stream().filter(name -> !known.containsKey(name)).toList();
    if (unknown.isEmpty()) {
      return known;
    }
    GraphPart observing = flow.observing(unknown);
    int images = Math.min(campaign.batch(), campaign.workload().size());
    try (Session session = backend.open(observing.model())) {
      List<Tensor> seen = session.run(campaign.samples(0, images));
      for (int i = 0; i < seen.size(); i++) {
        String name = observing.outputs().get(i);
        known.put(name, described(name, seen.get(i), campaign.padded(images)));
      }
    }
    return known;
  }

  /** An extent that is the number of images may be any number of images. */
  private static ValueInfo described(String name, Tensor seen, int images) {
    List<Long> dims = new ArrayList<>();
    for (long dim : seen.shape().dims()) {
      dims.add(dim);
    }
    if (!dims.isEmpty() && dims.get(0) == images) {
      dims.set(0, ValueInfo.DYNAMIC);
    }
    return new ValueInfo(name, seen.type(), dims);
  }

  /** The pieces with some weights changed; closing restores them. */
  public Edited edited(EditSet edits) {
    return new Edited(edits);
  }

  /** What runs, with or without changes. */
  public final class Edited implements AutoCloseable {
    private final List<Session> running = new ArrayList<>();
    private final List<Session> opened = new ArrayList<>();

    private Edited(EditSet edits) {
      for (int i = 0; i < pieces.size(); i++) {
        GraphPart part = pieces.get(i).part();
        EditSet own = edits.among(name -> part.model().initializer(name).isPresent());
        Session session = sessions.get(i);
        if (!own.isEmpty()) {
          session = session.edited(own);
          opened.add(session);
        }
        running.add(session);
      }
    }

    /**
     * Runs some images.
     *
     * @param samples as the model takes them
     * @param change told of each open value as soon as it is there; may change its elements
     * @return the scores
     */
    public Tensor run(List<Tensor> samples, BiConsumer<String, Tensor> change) {
      Map<String, Tensor> now = new HashMap<>();
      for (int i = 0; i < inputs.size(); i++) {
        now.put(inputs.get(i), samples.get(i));
      }
      for (int i = 0; i < running.size(); i++) {
        SplitPieces.Piece piece = pieces.get(i);
        List<Tensor> taken = piece.part().inputs().stream().map(now::get).toList();
        List<Tensor> made = running.get(i).run(taken);
        for (int j = 0; j < made.size(); j++) {
          now.put(piece.part().outputs().get(j), made.get(j));
        }
        piece
            .open()
            .forEach(value -> change.accept(value, rows(now.get(value), value, samples.get(0))));
      }
      return now.get(output);
    }

    private Tensor rows(Tensor value, String name, Tensor images) {
      if (value.shape().rank() == 0 || value.shape().dim(0) != images.shape().dim(0)) {
        throw new FrameworkException(
            "value '%s': expected one row per image, found %s for %s"
                .formatted(name, value, images));
      }
      return value;
    }

    @Override
    public void close() {
      opened.forEach(Session::close);
    }
  }

  @Override
  public void close() {
    sessions.forEach(Session::close);
  }
}
