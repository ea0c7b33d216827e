package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.injection.Injections;
import io.onnxfi.onnx.InterfaceEditor;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.PlainOutputs;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.outcome.Judge;
import io.onnxfi.outcome.TopClass;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.workload.AnswerView;
import io.onnxfi.workload.ArrayWorkload;
import io.onnxfi.workload.BoxView;
import io.onnxfi.workload.ClassifierView;
import io.onnxfi.workload.ImageWorkload;
import io.onnxfi.workload.ModelView;
import io.onnxfi.workload.Reading;
import io.onnxfi.workload.SampleAxes;
import io.onnxfi.workload.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What a model is asked, the model as it is asked, and when its answers are critical.
 *
 * @param workload the samples
 * @param model as one that makes of each sample a row of numbers
 * @param judge of these rows
 * @param notes what was assumed, each one line
 * @param axes where the model has its samples
 */
record Question(
    Workload workload, OnnxModel model, Judge judge, List<String> notes, SampleAxes axes) {
  private static final int SAMPLES = 3;
  private static final int PLACES_AXES = 3;

  /**
   * Puts a question together.
   *
   * @param source of the model, for messages and the choice of an output
   * @param model of that source, perhaps rewritten
   * @param data the samples
   * @param batch samples per run, where the model takes any number
   * @param choice how answers are to be judged
   * @param probe opens a framework that shows what the model answers with, where the model does not
   *     say so; closed here
   * @throws io.onnxfi.error.OnnxFiException if the answers cannot be judged so
   */
  static Question of(
      ModelSource source,
      OnnxModel model,
      WorkloadSource data,
      int batch,
      JudgeChoice choice,
      Supplier<Backend> probe) {
    SampleAxes axes = source.sampleAxes(model);
    OnnxModel moved = axes.applyTo(model);
    Workload workload = data.workload(moved);
    OnnxModel asked = PlainOutputs.of(bound(moved, workload), source.output());
    Question question =
        choice.kind() == JudgeChoice.Kind.TOP_CLASS
            ? classes(source.moved(axes), asked, workload)
            : numbers(source.moved(axes), asked, workload, batch, choice, probe);
    return question.under(axes);
  }

  private Question under(SampleAxes moved) {
    List<String> all = new ArrayList<>(moved.notes());
    all.addAll(notes);
    return new Question(workload, model, judge, all, moved);
  }

  /** A view of a model that has its samples first. */
  private static Question of(Workload workload, OnnxModel model, Judge judge, List<String> notes) {
    return new Question(workload, model, judge, notes, SampleAxes.FIRST);
  }

  /**
   * Requires that the faults can be tried on such a model.
   *
   * @param name of the model, for messages
   * @throws io.onnxfi.error.OnnxFiException if one strikes what is not known to have the samples
   *     first
   */
  void requireInjectable(String name, Injections trials) {
    for (int trial = 0; trial < trials.size(); trial++) {
      List<String> weights = trials.weights(trial);
      trials.tensors(trial).stream()
          .filter(tensor -> !weights.contains(tensor))
          .findFirst()
          .ifPresent(activation -> axes.requireNoneInside(name, activation));
    }
  }

  /** The model as the workload is given to it. */
  static OnnxModel bound(OnnxModel model, Workload workload) {
    return workload instanceof ArrayWorkload arrays ? arrays.bind(model) : model;
  }

  private static Question classes(ModelSource source, OnnxModel model, Workload workload) {
    int channels = 0;
    int classes = 0; // arrays do not tell
    if (workload instanceof ImageWorkload images) {
      channels = images.images().channels();
      classes = images.images().classes();
    }
    String name = source.file().toString();
    ClassifierView view = ClassifierView.of(name, model, source.output(), channels, classes);
    if (classes == 0 && view.reading() == Reading.CLASS_NUMBER) {
      throw new UnsupportedInputException(
          ("%s: expected scores of classes, found an output of their numbers, '%s'; give --judge"
                  + " tolerance:0,0")
              .formatted(name, ClassifierView.chosen(name, model, source.output()).name()));
    }
    return of(workload, view.applyTo(model), TopClass.ONE, view.notes());
  }

  private static Question numbers(
      ModelSource source,
      OnnxModel model,
      Workload workload,
      int batch,
      JudgeChoice choice,
      Supplier<Backend> probe) {
    List<String> notes = new ArrayList<>();
    OnnxModel turned = model;
    if (workload instanceof ImageWorkload images
        && ClassifierView.hasChannelsLast(model, images.images().channels())) {
      turned = ClassifierView.channelsFirst(model);
      notes.add(ClassifierView.CHANNELS_LAST);
    }
    String name = source.file().toString();
    List<String> wanted = ClassifierView.numeric(name, model, source.output());
    OnnxModel kept = new InterfaceEditor(turned).keepOutputs(wanted).build();
    workload.requireInputs(name, kept.inputs());
    ModelView view = seen(kept, workload, batch, probe, viewing(name, kept, choice));
    notes.addAll(view.notes());
    Judge judge = choice.judge().orElseGet(() -> places(name, ((AnswerView) view).outputs()));
    return of(workload, view.applyTo(kept), judge, notes);
  }

  /** From the answers to so many samples to the view of them. */
  private interface Viewing {
    ModelView of(List<ValueInfo> answers, int samples);
  }

  private static Viewing viewing(String name, OnnxModel model, JudgeChoice choice) {
    return choice.kind() == JudgeChoice.Kind.BOXES
        ? (answers, samples) -> BoxView.of(name, model, answers, samples)
        : (answers, samples) -> AnswerView.of(name, answers, samples);
  }

  /** Runs some samples, for a model need not say how many numbers it answers with. */
  private static ModelView seen(
      OnnxModel model, Workload workload, int batch, Supplier<Backend> probe, Viewing viewing) {
    int some = ModelSource.batch(model, Math.min(SAMPLES, batch));
    try (Backend backend = probe.get();
        Session session = backend.open(model)) {
      try {
        return viewing.of(answers(model, workload, some, session), some);
      } catch (FrameworkException e) {
        int one = ModelSource.batch(model, 1);
        if (some == one) {
          throw e;
        }
        return viewing.of(answers(model, workload, one, session), one);
      }
    }
  }

  private static List<ValueInfo> answers(
      OnnxModel model, Workload workload, int count, Session session) {
    int size = workload.size();
    List<Tensor> samples = workload.allocate(model.inputs(), count);
    workload.select(IntStream.range(0, count).map(i -> i % size).toArray()).fill(0, count, samples);
    List<Tensor> answers = session.run(samples);
    return IntStream.range(0, answers.size())
        .mapToObj(
            i ->
                new ValueInfo(
                    model.outputNames().get(i),
                    answers.get(i).type(),
                    Arrays.stream(answers.get(i).shape().dims()).boxed().toList()))
        .toList();
  }

  private static Judge places(String name, List<ValueInfo> outputs) {
    ValueInfo output = outputs.get(0);
    int axes = output.dims().size();
    if (outputs.size() > 1 || axes < PLACES_AXES) {
      throw new UnsupportedInputException(
          "%s: --judge tokens expects one output [batch, places, classes], found %s%s"
              .formatted(
                  name,
                  outputs.stream().map(found -> "'%s' %s".formatted(found.name(), found)).toList(),
                  outputs.size() > 1 ? "; --output NAME chooses one" : ""));
    }
    long places = output.dims().subList(1, axes - 1).stream().reduce(1L, Math::multiplyExact);
    return new TopClass(Math.toIntExact(places));
  }

  /** How the answers are read, if not simply as they are. */
  Optional<String> judged() {
    return notes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", notes));
  }
}
