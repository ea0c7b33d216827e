package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.CampaignListener;
import io.onnxfi.campaign.Engine;
import io.onnxfi.campaign.FaultOutcome;
import io.onnxfi.campaign.LocalDriver;
import io.onnxfi.campaign.PlainEngine;
import io.onnxfi.campaign.Preflight;
import io.onnxfi.classification.Answers;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.injection.Injections;
import io.onnxfi.onnx.ComputedValues;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.profile.Profiler;
import io.onnxfi.profile.ValueProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How well a model finds the true classes of labelled images, without faults and under trials, in
 * each framework: what studies are made of. The frameworks stay open until it is closed.
 */
public final class Accuracies implements AutoCloseable {
  private final List<Backend> backends = new ArrayList<>();
  private final Execution execution;

  /**
   * What is measured.
   *
   * @param name of the model, for messages
   * @param model without faults
   * @param images labelled
   * @param normalization from pixels to what the model takes
   * @param batch images per run; a model that takes one number only gets that
   */
  public record Subject(
      String name, OnnxModel model, LabelledImages images, Normalization normalization, int batch) {
    /** Checks that nothing is missing. */
    public Subject {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(model, "model");
      Objects.requireNonNull(images, "images");
      Objects.requireNonNull(normalization, "normalization");
    }

    /**
     * A model that is read from its file.
     *
     * @param data says how images are normalised
     */
    public static Subject of(
        ModelSource source, LabelledImages images, DataSource data, int batch) {
      OnnxModel model = source.load(images);
      return new Subject(source.name(), model, images, data.normalization(model.metadata()), batch);
    }

    private Campaign campaign(Injections trials) {
      return new Campaign(
              model, trials, images, normalization, ModelSource.batch(model, batch), NanRule.NUMPY)
          .countingLabels();
    }
  }

  /** Is told of what was measured, one at a time. */
  public interface Listener {
    /** The model without faults. */
    void clean(Accuracy accuracy);

    /** A trial is done; they may come in any order. */
    void measured(int trial, Accuracy accuracy);
  }

  /**
   * Opens frameworks.
   *
   * @param ids of the frameworks, in the order in which they are reported
   * @throws io.onnxfi.error.OnnxFiException if one is unknown or cannot be had
   */
  public Accuracies(List<String> ids, BackendSettings settings, Execution execution) {
    this.execution = execution;
    try {
      for (BackendProvider provider : BackendProviders.named(ids, "--backend")) {
        backends.add(provider.open(settings));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Names for people by id. */
  public Map<String, String> titles() {
    Map<String, String> titles = new LinkedHashMap<>();
    backends.forEach(backend -> titles.put(backend.id(), backend.title()));
    return titles;
  }

  /** What may change a bit of the results, by id of the framework. */
  public Map<String, Object> describe() {
    Map<String, Object> described = new LinkedHashMap<>();
    backends.forEach(backend -> described.put(backend.id(), backend.description()));
    return described;
  }

  /**
   * Requires that model and images fit together and that every framework can run them.
   *
   * @throws io.onnxfi.error.OnnxFiException if not
   */
  public void check(Subject subject) {
    Preflight preflight = new Preflight(subject.name(), subject.campaign(Injections.of(List.of())));
    preflight.check();
    backends.forEach(preflight::run);
  }

  /**
   * Measures the model and all of some trials.
   *
   * @param id of the framework
   * @param trials each changes something
   * @param progress told how far it is
   */
  public void measure(
      String id, Subject subject, Injections trials, Listener listener, RunListener progress) {
    Backend backend = backend(id);
    Campaign campaign = subject.campaign(trials);
    int images = campaign.workload().size();
    progress.measuring(
        "%s, %s".formatted(subject.name(), backend.title()), (long) trials.size() * images);
    new LocalDriver(execution.engines())
        .run(
            campaign,
            backend,
            new CampaignListener() {
              @Override
              public void golden(String backend, GoldenOutputs golden) {
                byte[] outcomes = new byte[images];
                listener.clean(
                    Accuracy.of(golden.unchanged(0, images, campaign.nanRule(), outcomes)));
              }

              @Override
              public void outcome(String backend, FaultOutcome outcome) {
                listener.measured(outcome.position(), Accuracy.of(outcome.counts()));
                progress.advanced(images);
              }
            });
    progress.measured();
  }

  /**
   * What the model without faults says of every image.
   *
   * @param id of the framework
   * @param progress told how far it is
   */
  public Answers answers(String id, Subject subject, RunListener progress) {
    return Answers.of(
        scores(id, subject, progress), subject.images().classes(), subject.images().labels());
  }

  /**
   * The scores that the model without faults gives every image.
   *
   * @param id of the framework
   * @param progress told how far it is
   * @return {@code [images, classes]}, row-major
   */
  public float[] scores(String id, Subject subject, RunListener progress) {
    Backend backend = backend(id);
    Campaign campaign = subject.campaign(Injections.of(List.of()));
    int images = campaign.workload().size();
    progress.measuring("%s, %s".formatted(subject.name(), backend.title()), images);
    try (Engine engine =
        PlainEngine.factory(execution.threads()).open(campaign, backend, List.of())) {
      float[] scores = engine.golden(0, images).scores();
      progress.advanced(images);
      return scores;
    } finally {
      progress.measured();
    }
  }

  /**
   * How some of the values that the model computes are spread over all images.
   *
   * @param id of the framework
   * @param values names of what nodes compute
   * @param progress told how far it is
   */
  public List<ValueProfile> spread(
      String id, Subject subject, List<String> values, RunListener progress) {
    Backend backend = backend(id);
    ComputedValues computed = ComputedValues.of(subject.model());
    Profiler profiler =
        new Profiler(
            subject.campaign(Injections.of(List.of())),
            backend,
            execution.threads(),
            images ->
                progress.measuring("%s, %s".formatted(subject.name(), backend.title()), images),
            progress::advanced);
    try {
      return profiler.measure(
          values.stream().flatMap(name -> computed.find(name).stream()).toList());
    } finally {
      progress.measured();
    }
  }

  private Backend backend(String id) {
    return backends.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    backends.forEach(Backend::close);
  }
}
