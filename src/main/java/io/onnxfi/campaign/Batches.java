package io.onnxfi.campaign;

import io.onnxfi.backend.Inputs;
import io.onnxfi.backend.Session;
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
  /** Runs one batch. */
  @FunctionalInterface
  interface Runner {
    /**
     * Runs a batch.
     *
     * @param first place of its first image
     * @param images how many images it has; further rows only fill it up
     * @param batch as the model takes it
     * @return scores, a row for each row
     */
    Tensor run(int first, int images, List<Tensor> batch);
  }

  /** What becomes of the scores of one batch. */
  @FunctionalInterface
  interface Sink {
    OutcomeCounts accept(int first, float[] scores);
  }

  private final Campaign campaign;
  private final int from;
  private final int to;
  private final Workers threads;
  private final List<List<Tensor>> buffers = new ArrayList<>();

  /**
   * The batches with some neighbouring images.
   *
   * @param from place of the first image
   * @param to place behind the last image
   */
  Batches(Campaign campaign, int workers, int from, int to) {
    this.campaign = campaign;
    this.from = from / campaign.batch();
    this.to = (to + campaign.batch() - 1) / campaign.batch();
    int most = campaign.padded(Math.min(campaign.batch(), campaign.workload().size()));
    int useful = Math.min(workers, this.to - this.from);
    for (int i = 0; i < useful; i++) {
      buffers.add(campaign.allocate(most));
    }
    this.threads = new Workers(useful);
  }

  /**
   * Runs batches and adds up what the sink makes of them.
   *
   * @param wanted whether the batch with this first image is to be run
   */
  OutcomeCounts run(Session session, IntPredicate wanted, Sink sink) {
    return run(session, (first, images, batch) -> session.run(batch).get(0), wanted, sink);
  }

  /**
   * The same for what is no single session.
   *
   * @param whole that of the whole model, which says what it takes and yields
   */
  OutcomeCounts run(Session whole, Runner runner, IntPredicate wanted, Sink sink) {
    Queue<Integer> open =
        IntStream.range(from, to)
            .map(batch -> batch * campaign.batch())
            .filter(wanted)
            .boxed()
            .collect(Collectors.toCollection(ConcurrentLinkedQueue::new));
    List<Callable<OutcomeCounts>> shares = new ArrayList<>();
    for (List<Tensor> buffer : buffers) {
      shares.add(() -> work(whole, runner, sink, buffer, open));
    }
    return threads.run(shares).stream().reduce(OutcomeCounts.NONE, OutcomeCounts::plus);
  }

  private OutcomeCounts work(
      Session whole, Runner runner, Sink sink, List<Tensor> buffer, Queue<Integer> open) {
    OutcomeCounts total = OutcomeCounts.NONE;
    for (Integer first = open.poll(); first != null; first = open.poll()) {
      threads.continueOrStop();
      int end = Math.min(first + campaign.batch(), campaign.workload().size());
      int rows = campaign.padded(end - first);
      List<Tensor> batch = buffer.stream().map(tensor -> tensor.slice(0, rows)).toList();
      campaign.fill(first, end, batch);
      requireFit(whole, batch);
      Tensor scores = runner.run(first, end - first, batch);
      requireScores(whole, batch.get(0), scores);
      total = total.plus(sink.accept(first, scores.slice(0, end - first).toFloatArray()));
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

  private void requireFit(Session session, List<Tensor> batch) {
    for (int i = 0; i < batch.size(); i++) {
      ValueInfo input = session.inputs().get(i);
      if (!Inputs.fits(input, batch.get(i))) {
        throw MalformedInputException.of(
            "data set " + campaign.workload().name(),
            "samples that fit the model's input '%s' %s".formatted(input.name(), input),
            batch.get(i).toString());
      }
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
