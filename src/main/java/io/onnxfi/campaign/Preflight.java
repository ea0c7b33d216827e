package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.ValueInfo;
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
    ImageClassifier classifier = ImageClassifier.of(model, campaign.model());
    requireChannels(classifier.input());
    requireSize(classifier.input());
    requireClasses(classifier.classes());
    requireBatch();
  }

  /** Side by side, because any of the three may be the one that is wrong. */
  private void requireChannels(ValueInfo input) {
    LabelledImages images = campaign.images();
    long taken = input.dims().get(1);
    int normalized = campaign.normalization().channels();
    boolean fits = taken == ValueInfo.DYNAMIC || taken == images.channels();
    if (fits && normalized == images.channels()) {
      return;
    }
    if (!fits && input.dims().get(3) == images.channels()) {
      throw new UnsupportedInputException(
          "%s: expected an input [batch, channels, height, width], found '%s' %s, whose channels"
                  .formatted(model, input.name(), input)
              + " come last; export the model with channels first");
    }
    throw MalformedInputException.of(
        model + " on " + images.name(),
        "the same number of channels in images, model and normalisation",
        "%d in the images, %s in the model's input '%s' %s, %d in mean and std"
            .formatted(
                images.channels(),
                taken == ValueInfo.DYNAMIC ? "any number" : Long.toString(taken),
                input.name(),
                input,
                normalized));
  }

  private void requireSize(ValueInfo input) {
    LabelledImages images = campaign.images();
    long height = input.dims().get(2);
    long width = input.dims().get(3);
    boolean isHigh = height == ValueInfo.DYNAMIC || height == images.height();
    boolean isWide = width == ValueInfo.DYNAMIC || width == images.width();
    if (!isHigh || !isWide) {
      throw MalformedInputException.of(
          "data set " + images.name(),
          "images that fit the model's input '%s' %s".formatted(input.name(), input),
          "images of %d×%d pixels (--resize %dx%d resizes those of folder:PATH)"
              .formatted(
                  images.height(),
                  images.width(),
                  height == ValueInfo.DYNAMIC ? images.height() : height,
                  width == ValueInfo.DYNAMIC ? images.width() : width));
    }
  }

  /** Fewer classes than outputs are as wrong as more: their numbers are those of other outputs. */
  private void requireClasses(int outputs) {
    LabelledImages images = campaign.images();
    if (images.classes() != outputs) {
      throw MalformedInputException.of(
          model + " on " + images.name(),
          "as many classes as the model has outputs, " + outputs,
          "%d with labels 0 to %d%s"
              .formatted(
                  images.classes(),
                  images.classes() - 1,
                  images.classes() < outputs
                      ? "; folder:PATH may have an empty folder for each class without images, so"
                          + " that the labels are those of the model"
                      : ""));
    }
  }

  private void requireBatch() {
    LabelledImages images = campaign.images();
    long image = Float.BYTES * (long) images.channels() * images.height() * images.width();
    if (campaign.batch() > MOST_BYTES / image) {
      throw MalformedInputException.of(
          "--batch",
          "at most %d images of %d bytes".formatted(MOST_BYTES / image, image),
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
    int classes = ImageClassifier.of(model, campaign.model()).classes();
    try (Session session = backend.open(campaign.model())) {
      IntStream.range(0, campaign.size())
          .mapToObj(campaign.injections()::weights)
          .flatMap(List::stream)
          .distinct()
          .forEach(session::requireInjectable);
      int batch = batch();
      try {
        run(backend, session, batch, classes);
      } catch (UnsupportedInputException e) {
        throw batch > 1 && !campaign.hasFixedBatch() && runsOne(backend, session, classes)
            ? new UnsupportedInputException(
                "%s: takes only single images in %s; give --batch 1 (a batch of %d: %s)"
                    .formatted(model, backend.title(), batch, e.getMessage()),
                e)
            : e;
      }
    }
  }

  private int batch() {
    long fixed = campaign.model().inputs().get(0).dims().get(0);
    return fixed == ValueInfo.DYNAMIC
        ? Math.min(campaign.batch(), campaign.images().size())
        : Math.toIntExact(fixed);
  }

  private boolean runsOne(Backend backend, Session session, int classes) {
    try {
      run(backend, session, 1, classes);
      return true;
    } catch (UnsupportedInputException e) {
      return false;
    }
  }

  private void run(Backend backend, Session session, int batch, int classes) {
    int size = campaign.images().size();
    LabelledImages some =
        campaign.images().select(IntStream.range(0, batch).map(i -> i % size).toArray());
    List<Tensor> scores = session.run(List.of(campaign.tensor(some)));
    Tensor first = scores.get(0);
    if (!first.type().isReal() || !first.shape().equals(Shape.of(batch, classes))) {
      throw new UnsupportedInputException(
          "%s: expected scores %s of %d images in %s, found %s"
              .formatted(model, Shape.of(batch, classes), batch, backend.title(), first));
    }
  }
}
