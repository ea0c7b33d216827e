package io.onnxfi.run;

import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Preflight;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.explain.ClassChoice;
import io.onnxfi.explain.ExplainedImages;
import io.onnxfi.explain.Explanation;
import io.onnxfi.explain.ExplanationFiles;
import io.onnxfi.explain.GradCam;
import io.onnxfi.fault.RowSelection;
import io.onnxfi.file.Folders;
import io.onnxfi.file.OutputFiles;
import io.onnxfi.injection.Injections;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Explains what a model says of images.
 *
 * @param images with their maps
 * @param origin what they were made of, for files
 */
public record Explanations(ExplainedImages images, Map<String, Object> origin) {
  private static final int BATCH = 16;

  /** Copies, in order. */
  public Explanations {
    origin = Collections.unmodifiableMap(new LinkedHashMap<>(origin));
  }

  /**
   * Makes maps and writes them.
   *
   * @param out folder for {@link ExplanationFiles}, made if it is not there
   * @param listener told what was assumed
   * @throws io.onnxfi.error.OnnxFiException if a file cannot be read, files do not fit together,
   *     there is no such image, layer or class, or PyTorch cannot run the model
   */
  public static Explanations make(ExplanationSpec spec, Path out, RunListener listener) {
    Folders.requireNoFile(out, "--out");
    LabelledImages all = spec.data().load();
    OnnxModel model = spec.model().load(all);
    int[] numbers = RowSelection.ranges("--images", "images", spec.images(), all.size());
    LabelledImages images = all.select(numbers);
    Normalization normalization = spec.data().normalization(model.metadata());
    Campaign campaign =
        new Campaign(
            model,
            Injections.of(List.of()),
            images,
            normalization,
            ModelSource.batch(model, BATCH),
            NanRule.NUMPY);
    images.notes().forEach(listener::note);
    new Preflight(spec.model().file().toString(), campaign).check();
    ClassChoice choice = choice(spec.label(), images);
    List<Path> read = new ArrayList<>(model.externalFiles());
    read.add(spec.model().file());
    OutputFiles.requireApart("--out", ExplanationFiles.written(out, numbers), read);
    Shape image = Shape.of(images.channels(), images.height(), images.width());
    try (GradCam cam = GradCam.of(model, image, spec.layer())) {
      ExplainedImages explained =
          new ExplainedImages(
              images,
              IntStream.of(numbers).boxed().toList(),
              cam.layer(),
              cam.explain(images, normalization, choice));
      Map<String, Object> origin = new LinkedHashMap<>();
      origin.put("onnxfi", OnnxFi.version());
      origin.put("model", PreparedRun.file(spec.model().file()));
      origin.put("data", campaign.workload().describe());
      noteEmpty(explained, listener);
      Folders.make(out, "--out");
      ExplanationFiles.write(out, explained, origin);
      return new Explanations(explained, origin);
    }
  }

  private static void noteEmpty(ExplainedImages explained, RunListener listener) {
    for (int i = 0; i < explained.size(); i++) {
      Explanation one = explained.explanations().get(i);
      if (one.map().isEmpty()) {
        listener.note(
            "image %d: nothing at %s speaks for %s; its map is empty"
                .formatted(
                    explained.numbers().get(i),
                    explained.layer().name(),
                    explained.className(one.label())));
      }
    }
  }

  /** A name before a number: there are classes called by numbers that are not theirs. */
  private static ClassChoice choice(String label, LabelledImages images) {
    int named = images.classNames().indexOf(label);
    if (named >= 0) {
      return ClassChoice.always(named);
    }
    if (label.equals(ExplanationSpec.PREDICTED)) {
      return ClassChoice.predicted();
    }
    if (label.equals(ExplanationSpec.TRUE)) {
      return ClassChoice.each(images.labels());
    }
    if (label.matches("\\d{1,9}") && Integer.parseInt(label) < images.classes()) {
      return ClassChoice.always(Integer.parseInt(label));
    }
    throw MalformedInputException.of(
        "--class",
        "predicted, true, a class from 0 to %d%s"
            .formatted(images.classes() - 1, names(images.classNames())),
        Excerpt.quoted(label));
  }

  private static String names(List<String> all) {
    int shown = 10;
    boolean areNumbers = all.stream().allMatch(name -> name.matches("\\d+"));
    if (all.isEmpty() || areNumbers) {
      return "";
    }
    List<String> first = all.subList(0, Math.min(shown, all.size()));
    return " or its name (%s%s)"
        .formatted(
            String.join(", ", first.stream().map(Excerpt::of).toList()),
            all.size() > shown ? ", …" : "");
  }
}
