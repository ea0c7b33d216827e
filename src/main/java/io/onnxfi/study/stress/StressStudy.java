package io.onnxfi.study.stress;

import io.onnxfi.classification.Answers;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.file.FreshFile;
import io.onnxfi.report.Json;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.run.Accuracies;
import io.onnxfi.run.Accuracies.Subject;
import io.onnxfi.run.DataSource;
import io.onnxfi.run.ModelSource;
import io.onnxfi.run.RunListener;
import io.onnxfi.study.StudyFolder;
import io.onnxfi.study.StudyPages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks models of every image, in every framework, and compares what they say. */
public final class StressStudy {
  /** Its name on the command line and in manifests. */
  public static final String NAME = "stress";

  private static final String FIGURES = "figures";

  private final StressSpec spec;
  private final RunListener listener;
  private final Accuracies accuracies;

  private StressStudy(StressSpec spec, RunListener listener, Accuracies accuracies) {
    this.spec = spec;
    this.listener = listener;
    this.accuracies = accuracies;
  }

  /**
   * Runs a study, or goes on with it in its folder: what a model has said is not asked again.
   *
   * @param out the folder
   * @param config all options by name, for the folder
   * @param listener told how far it is
   * @throws io.onnxfi.error.OnnxFiException if images are missing, a framework cannot be had, or
   *     the folder holds something else
   */
  public static StressResult run(
      StressSpec spec, Path out, Map<String, Object> config, RunListener listener) {
    try (Accuracies accuracies =
        new Accuracies(spec.backends(), spec.settings(), spec.execution())) {
      return new StressStudy(spec, listener, accuracies).run(out, config);
    }
  }

  private StressResult run(Path out, Map<String, Object> config) {
    LabelledImages all = spec.data().load();
    all.notes().forEach(listener::note);
    LabelledImages images =
        spec.images() == 0 ? all : DataSource.first(all, Math.min(spec.images(), all.size()));
    List<Subject> subjects = new ArrayList<>();
    Map<String, Object> identity = identity(images);
    for (ModelSource source : spec.models()) {
      Subject subject = Subject.of(source, images, spec.data(), spec.batch());
      accuracies.check(subject);
      subjects.add(subject);
      identity.put("model " + source.name(), source.sha256());
      identity.put("normalization " + source.name(), subject.normalization().toString());
    }
    try (StudyFolder folder = StudyFolder.claim(out, NAME, identity)) {
      folder.describe(NAME, identity, accuracies.describe(), config);
      listener.claimed(new RunDirectory(out));
      StressResult result =
          new StressResult(
              spec, accuracies.titles(), images.classNames(), models(out, images, subjects));
      Json.write(folder.file("results.json"), result.json());
      FreshFile.write(folder.file("analysis_report.md"), new StressReport(result).markdown());
      draw(new FailureCases(out.resolve(FIGURES), images, listener), subjects, result);
      StudyPages.write(
          out, new StressPage(result, identity, StudyFolder.command(NAME)).page(), listener);
      return result;
    }
  }

  private List<StressResult.Model> models(Path out, LabelledImages images, List<Subject> subjects) {
    List<StressResult.Model> models = new ArrayList<>();
    try (GivenAnswers given = GivenAnswers.open(out, images.classes(), images.labels())) {
      for (Subject subject : subjects) {
        Map<String, Answers> answers = new LinkedHashMap<>();
        for (String backend : spec.backends()) {
          Optional<Answers> known = given.get(subject.name(), backend);
          if (known.isEmpty()) {
            given.put(subject.name(), backend, accuracies.answers(backend, subject, listener));
          }
          answers.put(backend, given.get(subject.name(), backend).orElseThrow());
        }
        models.add(new StressResult.Model(subject.name(), answers));
      }
      given.sort(spec.models().stream().map(ModelSource::name).toList(), spec.backends());
    }
    return models;
  }

  private void draw(FailureCases pictures, List<Subject> subjects, StressResult result) {
    for (int i = 0; i < subjects.size(); i++) {
      Answers answers = result.models().get(i).in(result.backend());
      pictures.draw(
          i == 0 ? "" : subjects.get(i).name() + "-",
          subjects.get(i),
          answers,
          answers.worst(spec.confidence()).stream().limit(spec.cases()).toList());
    }
  }

  private Map<String, Object> identity(LabelledImages images) {
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("data", images.name());
    identity.put("data_sha256", images.sha256());
    identity.put("image", List.of(images.channels(), images.height(), images.width()));
    images.transform().ifPresent(how -> identity.put("transform", how));
    identity.put("images", images.size());
    identity.put("batch", spec.batch());
    identity.put("backends", accuracies.describe());
    return identity;
  }
}
