package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What can be known to be wrong with a campaign before it runs: whether model, images, labels and
 * normalisation belong together, and whether every backend can do what is asked of it.
 *
 * @param model its name, for messages
 * @param campaign what is to be run
 */
public record Preflight(String model, Campaign campaign) {
  /** Bytes of one batch that Java can hold in one piece. */
  private static final long MOST_BYTES = Integer.MAX_VALUE;

  /** Checks that both are there. */
  public Preflight {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(campaign, "campaign");
  }

  /**
   * Requires that model, images, labels and normalisation fit together; nothing is run.
   *
   * @throws UnsupportedInputException if the model is no classifier of single images
   * @throws MalformedInputException if two of them do not fit, with both numbers
   */
  public void check() {
    campaign.workload().requireInputs(model, campaign.inputs());
    int numbers = Answers.width(model, campaign.model(), campaign.judge());
    if (campaign.judge().namesClasses()) {
      campaign.workload().requireScores(model, numbers);
    }
    requireBatch();
  }

  private void requireBatch() {
    long sample = campaign.workload().sampleBytes();
    if (campaign.batch() > MOST_BYTES / sample) {
      throw MalformedInputException.of(
          "--batch",
          "at most %d %s of %d bytes"
              .formatted(MOST_BYTES / sample, campaign.workload().unit(), sample),
          Integer.toString(campaign.batch()));
    }
  }

  /**
   * Requires that a backend loads the model, runs it on one batch of images, and can inject where
   * the campaign's faults are.
   *
   * @throws OnnxFiException what the backend says, or if its scores have another shape
   */
  public void run(Backend backend) {
    int classes = Answers.width(model, campaign.model(), campaign.judge());
    try (Session session = backend.open(campaign.model())) {
      IntStream.range(0, campaign.size())
          .mapToObj(campaign.injections()::weights)
          .flatMap(List::stream)
          .distinct()
          .forEach(session::requireInjectable);
      int batch = batch();
      try {
        run(backend, session, first(batch), classes);
      } catch (UnsupportedInputException e) {
        throw batch > 1 && !campaign.hasFixedBatch() && runsOneByOne(backend, session, classes)
            ? new UnsupportedInputException(
                "%s: takes only single %s in %s; give --batch 1 (a batch of %d: %s)"
                    .formatted(
                        model, campaign.workload().unit(), backend.title(), batch, e.getMessage()),
                e)
            : e;
      }
    }
  }

  private int batch() {
    return campaign.padded(Math.min(campaign.batch(), campaign.workload().size()));
  }

  /** Whether every sample of the batch can be run by itself. */
  private boolean runsOneByOne(Backend backend, Session session, int classes) {
    try {
      for (int sample : first(batch())) {
        run(backend, session, new int[] {sample}, classes);
      }
      return true;
    } catch (UnsupportedInputException e) {
      return false;
    }
  }

  private int[] first(int batch) {
    int size = campaign.workload().size();
    return IntStream.range(0, batch).map(i -> i % size).toArray();
  }

  private void run(Backend backend, Session session, int[] some, int classes) {
    int batch = some.length;
    List<Tensor> scores = session.run(campaign.samplesAt(some));
    Tensor first = scores.get(0);
    if (!first.type().isReal() || !first.shape().equals(Shape.of(batch, classes))) {
      throw new UnsupportedInputException(
          "%s: expected numbers %s of %d %s in %s, found %s"
              .formatted(
                  model,
                  Shape.of(batch, classes),
                  batch,
                  campaign.workload().unit(),
                  backend.title(),
                  first));
    }
  }
}
