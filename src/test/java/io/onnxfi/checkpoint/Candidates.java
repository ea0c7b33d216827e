package io.onnxfi.checkpoint;

import io.onnxfi.checkpoint.Candidate.Place;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Contents of checkpoints, without a file. */
final class Candidates {
  /** What a small network needs: a convolution, its normalisation, a layer of ten classes. */
  static final ParameterShapes WANTED = new ParameterShapes("tiny", shapes());

  private Candidates() {}

  private static Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("conv1.weight", Shape.of(4, 3, 3, 3));
    shapes.put("bn1.running_mean", Shape.of(4));
    shapes.put("fc.weight", Shape.of(10, 4));
    shapes.put("fc.bias", Shape.of(10));
    return shapes;
  }

  /** A float tensor of which no other one is a copy. */
  static StoredTensor tensor(long... dims) {
    return tensor(ElementType.FLOAT, dims);
  }

  static StoredTensor tensor(ElementType type, long... dims) {
    Shape shape = Shape.of(dims);
    return new StoredTensor(type, shape, new Object(), () -> Tensor.allocate(type, shape));
  }

  /** All that is wanted, with a prefix before each name. */
  static Map<String, Entry> state(String prefix) {
    Map<String, Entry> state = new LinkedHashMap<>();
    WANTED.shapes().forEach((name, shape) -> state.put(prefix + name, tensor(shape.dims())));
    return state;
  }

  /** A state dict with one more entry. */
  static Map<String, Entry> with(Map<String, Entry> state, String name, Entry entry) {
    Map<String, Entry> more = new LinkedHashMap<>(state);
    more.put(name, entry);
    return more;
  }

  /** A dict under a key of the file's object, or that object. */
  static Candidate at(String key, Map<String, Entry> entries) {
    Place place = key.equals(".") ? Place.ROOT : Place.ROOT.at(key);
    return new Candidate(place, entries);
  }

  static Contents contents(Candidate... candidates) {
    return contents(List.of(), candidates);
  }

  static Contents contents(Collection<String> foreign, Candidate... candidates) {
    return new Contents("m.pt", List.of(candidates), Set.of(), foreign);
  }
}
