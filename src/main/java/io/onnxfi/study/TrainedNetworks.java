package io.onnxfi.study;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.run.Provenance;
import io.onnxfi.run.TrainingEvents;
import io.onnxfi.run.TrainingFiles;
import io.onnxfi.run.TrainingRun;
import io.onnxfi.run.TrainingSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The networks of a study: trained, or read if they are there already. */
public final class TrainedNetworks {
  /** Tells apart what another machine may do otherwise without making another network of it. */
  private static final String THREADS = "threads";

  private static final int LONGEST = 200;

  private final Path folder;
  private final LabelledImages train;
  private final LabelledImages test;
  private final TrainingEvents events;
  private final Map<String, Long> settled = new LinkedHashMap<>();

  /**
   * Networks in a folder.
   *
   * @param train all training images
   * @param test all test images
   */
  public TrainedNetworks(
      Path folder, LabelledImages train, LabelledImages test, TrainingEvents events) {
    this.folder = folder;
    this.train = train;
    this.test = test;
    this.events = events;
  }

  /**
   * A network. A training that was interrupted goes on after its last epoch.
   *
   * @param name of its file, in the folder
   * @throws MalformedInputException if there is another network in its place
   */
  public OnnxModel get(String name, TrainingSpec training) {
    Path file = folder.resolve(name);
    TrainingRun run =
        new TrainingRun(training.prepare(train, test), TrainingFiles.of(file), events);
    if (!Files.exists(file)) {
      OnnxModel trained = run.train(true);
      settled.put(name, run.settled());
      return trained;
    }
    OnnxModel model = OnnxModel.load(file);
    requireSame(
        file,
        model.metadata().getOrDefault(Provenance.SOURCE, ""),
        run.provenance().get(Provenance.SOURCE));
    return model;
  }

  /** Of the networks that were trained now, by their names: see {@link TrainingRun#settled}. */
  public Map<String, Long> settled() {
    return settled;
  }

  private static void requireSame(Path file, String found, String wanted) {
    Map<String, String> there = options(found);
    Map<String, String> here = options(wanted);
    if (there.isEmpty()) {
      throw MalformedInputException.of(
          file.toString(), "a network that this study has trained", "another model");
    }
    TreeSet<String> names = new TreeSet<>(there.keySet());
    names.addAll(here.keySet());
    names.remove(THREADS);
    for (String name : names) {
      String old = String.valueOf(there.get(name));
      String now = String.valueOf(here.get(name));
      if (!old.equals(now)) {
        throw new MalformedInputException(
            "%s was trained otherwise: its %s is %s, here it is %s; choose another --out"
                .formatted(file, name, shortened(old), shortened(now)));
      }
    }
  }

  private static String shortened(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  /** Of a text like {@code onnxfi train: arch=cnn; epochs=10}. */
  private static Map<String, String> options(String source) {
    Map<String, String> options = new TreeMap<>();
    Arrays.stream(source.replaceFirst("^onnxfi train: ", "").split("; ", -1))
        .map(option -> option.split("=", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> options.put(parts[0], parts[1]));
    return options;
  }
}
