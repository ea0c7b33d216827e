package io.onnxfi.run;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.file.Folders;
import io.onnxfi.report.RunLock;
import io.onnxfi.training.TrainingFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of a training, side by side.
 *
 * @param model the result
 * @param checkpoint where an interrupted training stands
 * @param history a row per epoch
 * @param curves the same as a picture
 * @param lock held while a process is at work
 */
public record TrainingFiles(
    Path model, TrainingFile checkpoint, Path history, Path curves, Path lock) {
  private static final String SUFFIX = ".onnx";

  /** Beside a model. */
  public static TrainingFiles of(Path model) {
    String name = String.valueOf(model.getFileName());
    String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    return new TrainingFiles(
        model,
        new TrainingFile(model.resolveSibling(stem + ".checkpoint")),
        model.resolveSibling(stem + ".history.csv"),
        model.resolveSibling(stem + ".history.png"),
        model.resolveSibling(stem + ".lock"));
  }

  /**
   * Keeps other processes out, and never throws a model or an interrupted training away unasked.
   *
   * @param resume whether to go on with an interrupted training
   */
  public RunLock claim(boolean resume) {
    Path folder = model.toAbsolutePath().getParent();
    if (folder != null) {
      Folders.make(folder, "--out");
    }
    if (Files.exists(model)) {
      throw MalformedInputException.of(
          "--out " + model, "a new file", "one that exists; choose another or remove it");
    }
    if (checkpoint.exists() && !resume) {
      throw new MalformedInputException(
          "%s holds an interrupted training; continue with --resume, or remove it"
              .formatted(checkpoint.path()));
    }
    return RunLock.take(lock);
  }
}
