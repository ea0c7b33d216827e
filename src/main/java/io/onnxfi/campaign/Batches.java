package io.onnxfi.campaign;

import io.onnxfi.backend.Inputs;
import io.onnxfi.backend.Session;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.outcome.OutcomeCounts;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The images of a campaign, cut into fixed batches that workers run side by side. */
final class Batches implements AutoCloseable {
  /** What becomes of the scores of one batch. */
  @FunctionalInterface
  interface Sink {
    OutcomeCounts accept(int first, float[] scores);
  }

  private final Campaign campaign;
  private final Workers threads;
  private final List<Tensor> buffers = new ArrayList<>();

  Batches(Campaign campaign, int workers) {
    this.campaign = campaign;
    LabelledImages images = campaign.images();
    int most = campaign.padded(Math.min(campaign.batch(), images.size()));
    Shape shape = Shape.of(most, images.channels(), images.height(), images.width());
    int useful = Math.min(workers, count());
    for (int i = 0; i < useful; i++) {
      buffers.add(Tensor.allocate(campaign.inputType(), shape));
    }
    this.threads = new Workers(useful);
  }

  private int count() {
    return (campaign.images().size() + campaign.batch() - 1) / campaign.batch();
  }

  /**
   * Runs batches and adds up what the sink makes of them.
   *
   * @param wanted whether the batch with this first image is to be run
   */
  OutcomeCounts run(Session session, IntPredicate wanted, Sink sink) {
    Queue<Integer> open =
        IntStream.range(0, count())
            .map(batch -> batch * campaign.batch())
            .filter(wanted)
            .boxed()
            .collect(Collectors.toCollection(ConcurrentLinkedQueue::new));
    List<Callable<OutcomeCounts>> shares = new ArrayList<>();
    for (Tensor buffer : buffers) {
      shares.add(() -> work(session, sink, buffer, open));
    }
    return threads.run(shares).stream().reduce(OutcomeCounts.NONE, OutcomeCounts::plus);
  }

  private OutcomeCounts work(Session session, Sink sink, Tensor buffer, Queue<Integer> open) {
    OutcomeCounts total = OutcomeCounts.NONE;
    for (Integer from = open.poll(); from != null; from = open.poll()) {
      threads.continueOrStop();
      int to = Math.min(from + campaign.batch(), campaign.images().size());
      Tensor batch = buffer.slice(0, campaign.padded(to - from));
      campaign.fill(from, to, batch);
      requireFit(session, batch);
      Tensor scores = session.run(List.of(batch)).get(0);
      requireScores(session, batch, scores);
      total = total.plus(sink.accept(from, scores.slice(0, to - from).toFloatArray()));
    }
    return total;
  }

  /** A fault in an extent may make something else of the images, which no rule can judge. */
  private static void requireScores(Session session, Tensor batch, Tensor scores) {
    long classes = session.outputs().get(0).dims().get(1);
    Shape expected = Shape.of(batch.shape().dim(0), classes);
    if (!scores.shape().equals(expected)) {
      throw new FrameworkException(
          "model, output '%s': expected one row of scores per image, %s for %s, found %s"
              .formatted(session.outputs().get(0).name(), expected, batch, scores));
    }
  }

  private void requireFit(Session session, Tensor batch) {
    ValueInfo input = session.inputs().get(0);
    if (!Inputs.fits(input, batch)) {
      throw MalformedInputException.of(
          "data set " + campaign.images().name(),
          "images that fit the model's input '%s' %s".formatted(input.name(), input),
          batch.toString());
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
