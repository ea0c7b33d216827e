package io.onnxfi.study.stress;

import io.onnxfi.classification.Answers;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Split;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.file.FreshFile;
import io.onnxfi.report.Json;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.figure.TrainingFigures.Course;
import io.onnxfi.run.Accuracies;
import io.onnxfi.run.Accuracies.Subject;
import io.onnxfi.run.DataSource;
import io.onnxfi.run.ModelSource;
import io.onnxfi.run.RunListener;
import io.onnxfi.run.TrainingCourses;
import io.onnxfi.run.TrainingEvents;
import io.onnxfi.study.StudyFolder;
import io.onnxfi.study.StudyPages;
import io.onnxfi.study.TrainedNetworks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains networks, or takes models that are there, asks them of every image, in every framework,
 * and compares what they say.
 */
public final class StressStudy {
  /** Its name on the command line and in manifests. */
  public static final String NAME = "stress";

  private static final String FIGURES = "figures";

  private final StressSpec spec;
  private final RunListener listener;
  private final TrainingEvents events;
  private final Accuracies accuracies;

  private StressStudy(
      StressSpec spec, RunListener listener, TrainingEvents events, Accuracies accuracies) {
    this.spec = spec;
    this.listener = listener;
    this.events = events;
    this.accuracies = accuracies;
  }

  /**
   * Runs a study, or goes on with it in its folder: what a model has said is not asked again.
   *
   * @param out the folder
   * @param config all options by name, for the folder
   * @param listener told how far it is
   * @param events told of what is trained
   * @throws io.onnxfi.error.OnnxFiException if images are missing, a framework cannot be had, or
   *     the folder holds something else
   */
  public static StressResult run(
      StressSpec spec,
      Path out,
      Map<String, Object> config,
      RunListener listener,
      TrainingEvents events) {
    try (Accuracies accuracies =
        new Accuracies(spec.backends(), spec.settings(), spec.execution())) {
      return new StressStudy(spec, listener, events, accuracies).run(out, config);
    }
  }

  private StressResult run(Path out, Map<String, Object> config) {
    LabelledImages all = spec.data().load();
    all.notes().forEach(listener::note);
    LabelledImages images =
        spec.images() == 0 ? all : DataSource.first(all, Math.min(spec.images(), all.size()));
    Optional<LabelledImages> train =
        spec.training()
            .map(training -> spec.data().dataset().load(spec.data().root(), Split.TRAIN));
    if (train.isPresent()) {
      for (String name : StressSpec.TRAINED) {
        // Fails now rather than after other trainings.
        spec.trainingOf(name).prepare(train.get(), all).notes().forEach(listener::note);
      }
    }
    Optional<FaultsOfRun> faults = FaultsOfRun.read(spec);
    List<Subject> given = new ArrayList<>();
    Map<String, Object> identity = identity(train, images);
    faults.ifPresent(found -> identity.put("faults", found.identity()));
    for (ModelSource source : spec.models()) {
      Subject subject = Subject.of(source, images, spec.data(), spec.batch());
      accuracies.check(subject);
      given.add(subject);
      identity.put("model " + source.name(), source.sha256());
      identity.put("normalization " + source.name(), subject.normalization().toString());
    }
    try (StudyFolder folder = StudyFolder.claim(out, NAME, identity)) {
      folder.describe(NAME, identity, accuracies.describe(), config);
      listener.claimed(new RunDirectory(out));
      List<Subject> subjects = new ArrayList<>();
      train.ifPresent(found -> subjects.addAll(trained(out, found, all, images)));
      subjects.addAll(given);
      Asked asked = ask(out, images, subjects, faults);
      StressResult result =
          new StressResult(
              spec,
              accuracies.titles(),
              images.classNames(),
              asked.models(),
              new CorruptedImages(spec, images, accuracies, listener)
                  .ask(out, subjects, asked.models().stream().map(this::first).toList()),
              asked.faulty(),
              courses(out));
      Json.write(folder.file("results.json"), result.json());
      FreshFile.write(folder.file("analysis_report.md"), new StressReport(result).markdown());
      FailureCases pictures = new FailureCases(out.resolve(FIGURES), images, listener);
      draw(pictures, subjects, result);
      faults.ifPresent(
          found -> found.draw(pictures, subjects.get(0), asked.faulty(), spec.cases()));
      StudyPages.write(
          out, new StressPage(result, identity, StudyFolder.command(NAME)).page(), listener);
      drawCourses(out, result);
      return result;
    }
  }

  private List<Subject> trained(
      Path out, LabelledImages train, LabelledImages test, LabelledImages images) {
    TrainedNetworks networks = new TrainedNetworks(out, train, test, events);
    List<Subject> subjects = new ArrayList<>();
    for (String name : StressSpec.TRAINED) {
      Subject subject =
          new Subject(
              name,
              networks.get(file(name), spec.trainingOf(name)),
              images,
              spec.data().normalization(Map.of()),
              spec.batch());
      accuracies.check(subject);
      subjects.add(subject);
    }
    return subjects;
  }

  private String file(String name) {
    return "checkpoints/%s_seed%d.onnx".formatted(name, spec.training().orElseThrow().seed());
  }

  private List<Course> courses(Path out) {
    List<Course> courses = new ArrayList<>();
    if (spec.training().isPresent()) {
      StressSpec.TRAINED.forEach(
          name -> courses.addAll(TrainingCourses.of(name, out.resolve(file(name)))));
    }
    return courses;
  }

  /** What was said without faults and with them. */
  private record Asked(List<StressResult.Model> models, List<FaultyAnswers> faulty) {}

  private Asked ask(
      Path out, LabelledImages images, List<Subject> subjects, Optional<FaultsOfRun> faults) {
    List<StressResult.Model> models = new ArrayList<>();
    List<FaultyAnswers> faulty = new ArrayList<>();
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
      List<String> names = new ArrayList<>(spec.names());
      if (faults.isPresent()) {
        Subject subject = subjects.get(0);
        faulty.addAll(faults.get().ask(subject, first(models.get(0)), given, accuracies, listener));
        names.addAll(faults.get().names(subject));
      }
      given.sort(names, spec.backends());
    }
    return new Asked(models, faulty);
  }

  private Answers first(StressResult.Model model) {
    return model.in(spec.backends().get(0));
  }

  /** Both trainings in one picture, as the study that this comes from has it. */
  private void drawCourses(Path out, StressResult result) {
    if (!result.courses().isEmpty()) {
      try {
        TrainingCourses.draw(out.resolve(FIGURES).resolve("training_curves.png"), result.courses());
      } catch (MissingResourceException e) {
        listener.remark("The curves are missing: " + e.getMessage());
      }
    }
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

  private Map<String, Object> identity(Optional<LabelledImages> train, LabelledImages images) {
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("data", images.name());
    train.ifPresent(found -> identity.put("train_sha256", found.sha256()));
    spec.training().ifPresent(training -> identity.put("change", training.change()));
    identity.put("data_sha256", images.sha256());
    identity.put("image", List.of(images.channels(), images.height(), images.width()));
    images.transform().ifPresent(how -> identity.put("transform", how));
    identity.put("images", images.size());
    identity.put("batch", spec.batch());
    identity.put("backends", accuracies.describe());
    return identity;
  }
}
