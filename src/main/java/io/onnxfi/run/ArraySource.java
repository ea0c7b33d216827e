package io.onnxfi.run;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.workload.ArrayWorkload;
import io.onnxfi.workload.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Arrays for the inputs of a model, in NumPy's files.
 *
 * @param inputs {@code .npz} or {@code .npy}, see {@link ArrayWorkload#read}
 * @param labels {@code .npy}, if the classes are known
 * @param count how many samples, the first ones; all if empty
 */
public record ArraySource(Path inputs, Optional<Path> labels, OptionalInt count)
    implements WorkloadSource {
  /** Checks that nothing is missing. */
  public ArraySource {
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(count, "count");
  }

  @Override
  public Workload workload(OnnxModel model) {
    ArrayWorkload all = ArrayWorkload.read(inputs, labels, model);
    if (count.isEmpty()) {
      return all;
    }
    if (count.getAsInt() < 1 || count.getAsInt() > all.size()) {
      throw MalformedInputException.of(
          "--images", "1 to " + all.size(), Integer.toString(count.getAsInt()));
    }
    return all.first(count.getAsInt());
  }

  @Override
  public List<Path> files() {
    List<Path> files = new ArrayList<>(List.of(inputs));
    labels.ifPresent(files::add);
    return files;
  }

  @Override
  public ArraySource first(int samples) {
    return new ArraySource(inputs, labels, OptionalInt.of(samples));
  }
}
