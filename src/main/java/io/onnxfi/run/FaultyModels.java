package io.onnxfi.run;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Fault;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.file.OutputFiles;
import io.onnxfi.injection.InjectedModel;
import io.onnxfi.injection.Ranges;
import io.onnxfi.onnx.OnnxModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes a model with faults in it.
 *
 * @param model the fault-free one
 * @param profile of its activations, which faults that depend on ranges draw from
 * @param seed of what is random about the faults
 * @param out the file to write
 */
public record FaultyModels(Path model, Optional<Path> profile, long seed, Path out) {
  /** Checks that nothing is missing. */
  public FaultyModels {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(out, "out");
  }

  /**
   * Writes the model with a fault.
   *
   * @throws io.onnxfi.error.OnnxFiException if the model has no such place or its elements cannot
   *     have the fault, or a file cannot be read or written
   */
  public InjectedModel with(Fault fault) {
    OnnxModel golden = OnnxModel.load(model);
    return written(InjectedModel.of(golden, name(), fault, ranges(), seed), Optional.empty());
  }

  /**
   * Writes the model with all faults of a trial.
   *
   * @param file the list
   * @param trial its number, column {@code Injection}
   * @param unnamed what happens at the sites of a list that does not name models; a bit flip if
   *     empty
   * @throws io.onnxfi.error.OnnxFiException as {@link #with(Fault)}, or if the list names models
   *     and {@code unnamed} is given
   */
  public InjectedModel with(Path file, long trial, Optional<FaultModel> unnamed) {
    OnnxModel golden = OnnxModel.load(model);
    FaultList list = FaultList.read(file);
    if (list.namesModels() && unnamed.isPresent()) {
      throw MalformedInputException.of(
          "--fault", "none, for " + list.source() + " names models", unnamed.get().label());
    }
    FaultModel what = unnamed.orElse(new BitFlip());
    return written(
        InjectedModel.of(golden, name(), list, trial, what, ranges(), seed), Optional.of(file));
  }

  /** Files that were read are not written over. */
  private InjectedModel written(InjectedModel injected, Optional<Path> list) {
    List<Path> read = new ArrayList<>(injected.golden().externalFiles());
    read.add(model);
    list.ifPresent(read::add);
    profile.ifPresent(read::add);
    OutputFiles.requireApart("--out", OnnxModel.written(out), read);
    injected.faulty().save(out);
    return injected;
  }

  private Ranges ranges() {
    return profile.map(of -> Profiles.read(of, model).ranges()).orElse(Ranges.UNKNOWN);
  }

  private String name() {
    return String.valueOf(model.getFileName());
  }
}
