package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Says why a checkpoint has not what a network needs. */
final class Misfit {
  /** Enough to recognise what the file is instead; a wrong network differs in hundreds. */
  private static final int PROBLEMS_SHOWN = 10;

  /** Under this name the layers of a quantized network keep their weights. */
  private static final String PACKED = "_packed_params";

  /** How Hugging Face names the parts of a checkpoint. */
  private static final Pattern SHARD = Pattern.compile("-\\d{5}-of-\\d{5}\\.");

  private Misfit() {}

  /** For a file without any dict of tensors. */
  static OnnxFiException noTensors(String file, Set<String> modules, String found) {
    return modules.isEmpty()
        ? MalformedInputException.of(file, "a state dict (a dict of tensors by name)", found)
        : wholeModel(file, modules);
  }

  /** For a file in which no dict fits, by the one that comes nearest. */
  static OnnxFiException of(Contents contents, ParameterShapes wanted, Fit nearest) {
    String file = contents.file();
    for (String name : wanted.shapes().keySet()) {
      if (nearest.entry(name) instanceof UnreadEntry unread && unread.isTensor()) {
        return new UnsupportedInputException("%s: %s is %s".formatted(file, name, unread.what()));
      }
    }
    Optional<String> packed =
        nearest.candidate().entries().keySet().stream().filter(n -> n.contains(PACKED)).findFirst();
    if (packed.isPresent()) {
      return new UnsupportedInputException(
          "%s: the state dict of a quantized network (%s); save that of the float model"
              .formatted(file, PythonValue.printable(packed.get())));
    }
    if (nearest.named() == 0 && !contents.modules().isEmpty()) {
      return wholeModel(file, contents.modules());
    }
    Candidate dict = nearest.candidate();
    String what = file + (dict.isRoot() ? "" : ": " + PythonValue.printable(dict.path()));
    OptionalLong outputs = otherOutputs(nearest, wanted);
    if (outputs.isPresent()) {
      return new MalformedInputException(
          "%s does not fit %s: the last layer (%s) has %d outputs, the data set %d classes"
              .formatted(
                  what,
                  wanted.network(),
                  layer(last(wanted)),
                  outputs.getAsLong(),
                  classes(wanted)));
    }
    List<String> problems = problems(nearest, wanted);
    int shown = Math.min(PROBLEMS_SHOWN, problems.size());
    return new MalformedInputException(
        "%s does not fit %s (%d problems): %s%s"
            .formatted(
                what,
                wanted.network(),
                problems.size(),
                String.join("; ", problems.subList(0, shown)),
                (shown < problems.size() ? "; …" : "") + shard(file)));
  }

  private static String shard(String file) {
    return SHARD.matcher(file).find()
        ? "; this is one file of several: give their index (a .index.json) instead"
        : "";
  }

  private static OnnxFiException wholeModel(String file, Set<String> modules) {
    return new UnsupportedInputException(
        ("%s: a whole pickled model (%s), which only its own Python code can read; in Python, save"
                + " its state dict: torch.save(model.state_dict(), 'state_dict.pt')")
            .formatted(file, modules.iterator().next()));
  }

  private static List<String> problems(Fit fit, ParameterShapes wanted) {
    List<String> problems = new ArrayList<>();
    wanted
        .shapes()
        .forEach(
            (name, shape) -> {
              Entry entry = fit.entry(name);
              if (entry == null) {
                problems.add("missing %s %s".formatted(name, shape));
              } else if (!Fit.fits(entry, shape)) {
                problems.add(
                    "%s: expected float%s, found %s".formatted(name, shape, describe(entry)));
              }
            });
    fit.suspicious()
        .forEach(
            (name, entry) ->
                problems.add(
                    "unexpected %s %s".formatted(PythonValue.printable(name), describe(entry))));
    return problems;
  }

  private static String describe(Entry entry) {
    return entry instanceof UnreadEntry unread ? unread.what() : entry.toString();
  }

  /** What is wanted with the outputs that a dict has, if their number is all that is wrong. */
  static Optional<ParameterShapes> withItsOutputs(Fit fit, ParameterShapes wanted) {
    OptionalLong outputs = otherOutputs(fit, wanted);
    if (outputs.isEmpty()) {
      return Optional.empty();
    }
    String layer = layer(last(wanted));
    Map<String, Shape> shapes = new LinkedHashMap<>(wanted.shapes());
    shapes.replaceAll(
        (name, shape) -> layer(name).equals(layer) ? withRows(shape, outputs.getAsLong()) : shape);
    return Optional.of(new ParameterShapes(wanted.network(), shapes));
  }

  /** The outputs of the last layer, if their number is all that is wrong. */
  private static OptionalLong otherOutputs(Fit fit, ParameterShapes wanted) {
    String layer = layer(last(wanted));
    long outputs = -1;
    for (Map.Entry<String, Shape> need : wanted.shapes().entrySet()) {
      Entry entry = fit.entry(need.getKey());
      if (Fit.fits(entry, need.getValue())) {
        continue;
      }
      boolean isLast = layer(need.getKey()).equals(layer);
      if (!isLast || !(entry instanceof StoredTensor tensor) || tensor.shape().rank() == 0) {
        return OptionalLong.empty();
      }
      long found = tensor.shape().dim(0);
      if ((outputs >= 0 && found != outputs)
          || !Fit.fits(tensor, withRows(need.getValue(), found))) {
        return OptionalLong.empty();
      }
      outputs = found;
    }
    return outputs < 0 ? OptionalLong.empty() : OptionalLong.of(outputs);
  }

  private static Shape withRows(Shape shape, long rows) {
    long[] dims = shape.dims();
    dims[0] = rows;
    return Shape.of(dims);
  }

  private static long classes(ParameterShapes wanted) {
    return wanted.shapes().get(last(wanted)).dim(0);
  }

  private static String last(ParameterShapes wanted) {
    List<String> names = List.copyOf(wanted.shapes().keySet());
    return names.get(names.size() - 1);
  }

  private static String layer(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }
}
