package io.onnxfi.run;

import io.onnxfi.error.MissingResourceException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.RunLock;
import io.onnxfi.training.EpochSummary;
import io.onnxfi.training.Score;
import io.onnxfi.training.Trainer;
import io.onnxfi.training.TrainingListener;
import io.onnxfi.training.TrainingState;
import io.onnxfi.zoo.Architecture;
import io.onnxfi.zoo.Initialization;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One training: continues where it stopped, saves every epoch. */
public final class TrainingRun {
  private final Trainer trainer;
  private final Architecture architecture;
  private final OnnxModel untrained;
  private final Start start;
  private final Optional<PretrainedWeights> pretrained;
  private final String dataset;
  private final double validation;
  private final TrainingFiles files;
  private final TrainingEvents events;
  private TrainingState end;
  private long settled;

  /** Whether the checkpoint holds more than the beginning. */
  private boolean worthKeeping;

  /**
   * A training.
   *
   * @param training what is trained
   * @param files where it is written to
   */
  public TrainingRun(TrainingSpec.Prepared training, TrainingFiles files, TrainingEvents events) {
    this.trainer = training.trainer();
    this.architecture = training.network();
    this.untrained = training.untrained();
    this.start = training.spec().start();
    this.pretrained = training.pretrained();
    this.dataset = training.spec().data().dataset().name();
    this.validation = training.spec().validation();
    this.files = files;
    this.events = events;
  }

  /** All that decides the result. */
  private Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("arch", architecture.name());
    if (start.random() != Initialization.HE) { // what there was before there was a choice
      options.put("initialization", start.random().toString().toLowerCase(Locale.ROOT));
    }
    pretrained.ifPresent(weights -> options.put("init_sha256", weights.sha256()));
    if (start.dropout() > 0) {
      options.put("dropout", Double.toString(start.dropout()));
    }
    options.put("dataset", dataset);
    options.put("dataset_sha256", trainer.images().train().sha256());
    options.put("normalization", trainer.images().normalization().toString());
    options.put("training_images", Integer.toString(trainer.images().train().size()));
    options.put("validation", Double.toString(validation));
    options.putAll(trainer.recipe().describe());
    return options;
  }

  /**
   * Trains to the end and writes the model.
   *
   * @return the model with its provenance
   */
  public OnnxModel train(boolean resume) {
    RunLock lock = files.claim(resume);
    try {
      Map<String, String> options = options();
      TrainingState begin = TrainingState.initial(untrained);
      if (files.checkpoint().exists()) {
        begin = files.checkpoint().read(options, untrained);
        worthKeeping = true;
        events.resumed(begin.epoch());
      } else {
        files.checkpoint().write(options, begin); // fails now rather than after an epoch
      }
      events.began(architecture.name(), imagesLeft(begin));
      end = train(begin, options);
      end.best().ifPresent(best -> events.kept(best.epoch()));
      OnnxModel trained = end.result().withMetadata(provenance());
      trained.save(files.model());
      files.checkpoint().delete();
      events.ended();
      draw(new TrainingHistory(end.history()));
      return trained;
    } finally {
      if (!worthKeeping) {
        files.checkpoint().delete();
      }
      lock.close();
    }
  }

  /** A machine without fonts cannot draw, which is no reason to lose a training. */
  private void draw(TrainingHistory history) {
    try {
      history.write(files.history());
      history.draw(files.curves());
    } catch (MissingResourceException e) {
      events.incomplete(e.getMessage());
    }
  }

  /** The metadata of its model. */
  public Map<String, String> provenance() {
    String source =
        options().entrySet().stream()
            .map(option -> option.getKey() + "=" + option.getValue())
            .collect(Collectors.joining("; ", "onnxfi train: ", ""));
    return Provenance.of(architecture.name(), dataset, trainer.images().normalization(), source);
  }

  private long imagesLeft(TrainingState start) {
    int perEpoch = trainer.horizon().stepsPerEpoch() * trainer.recipe().batch();
    return (long) (trainer.recipe().epochs() - start.epoch()) * perEpoch;
  }

  private TrainingState train(TrainingState start, Map<String, String> options) {
    return trainer.train(
        start,
        new TrainingListener() {
          @Override
          public void trained(int images) {
            events.trained(images);
          }

          @Override
          public void settled(long elements) {
            settled = elements;
          }

          @Override
          public void finished(TrainingState state) {
            files.checkpoint().write(options, state);
            worthKeeping = true;
            new TrainingHistory(state.history()).write(files.history());
            events.finished(
                new EpochEnd(state.history().get(state.epoch() - 1), trainer.recipe().epochs()));
          }
        });
  }

  /**
   * How many values in the framework were compared after the last epoch with those that are learnt,
   * and were the same, bit for bit; 0 if there was no epoch.
   */
  public long settled() {
    return settled;
  }

  /** What the training came to, for other programs. */
  public Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("model", files.model().toString());
    summary.put("options", options());
    summary.put("epochs", end.epoch());
    end.best().ifPresent(best -> summary.put("best_epoch", best.epoch()));
    EpochSummary last = end.history().get(end.epoch() - 1);
    summary.put("train", score(last.train()));
    last.validation().ifPresent(score -> summary.put("validation", score(score)));
    summary.put("seconds", end.history().stream().mapToDouble(EpochSummary::seconds).sum());
    return summary;
  }

  private static Map<String, Object> score(Score score) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("loss", score.loss());
    entry.put("correct", score.correct());
    entry.put("images", score.images());
    return entry;
  }
}
