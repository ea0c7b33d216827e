package io.onnxfi.testing;

import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.zoo.Architecture;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Small graphs for tests. */
public final class Graphs {
  private Graphs() {}

  /** A graph of one operator: input {@code x} with a free batch, output {@code y}. */
  public static OneNode node(String opType, long... inputDims) {
    return new OneNode(opType, inputDims);
  }

  /** The demonstration network with random weights for 3×16×16 images and 10 classes. */
  public static OnnxModel tinyCnn(long seed) {
    return tinyCnnArchitecture().build(new RandomParameters(seed));
  }

  /** The architecture of {@link #tinyCnn}. */
  public static Architecture tinyCnnArchitecture() {
    return Zoo.architecture("tiny_cnn", new ImageSize(3, 16, 16), 10);
  }

  /** Normally distributed values, the same for the same seed. */
  public static Tensor random(long seed, long... dims) {
    Shape shape = Shape.of(dims);
    Random random = new Random(seed);
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.ofFloats(shape, values);
  }

  /** Collects inputs and attributes of a single node. */
  public static final class OneNode {
    private final String opType;
    private final long[] inputDims;
    private final List<Tensor> constants = new ArrayList<>();
    private final List<String> inputs = new ArrayList<>();
    private final Map<String, Object> attributes = new TreeMap<>();
    private int opset = 17;
    private ElementType yielded = ElementType.FLOAT;

    private OneNode(String opType, long... inputDims) {
      this.opType = opType;
      this.inputDims = inputDims.clone();
    }

    /** Adds a constant input. */
    public OneNode with(Tensor constant) {
      constants.add(constant);
      return this;
    }

    /** Adds a constant integer input. */
    public OneNode with(long... values) {
      return with(Tensor.ofLongs(Shape.of(values.length), values));
    }

    /** Leaves an optional input out. */
    public OneNode without() {
      constants.add(null);
      return this;
    }

    /** Sets an attribute. */
    public OneNode set(String name, Object value) {
      attributes.put(name, value);
      return this;
    }

    /** Sets a list attribute. */
    public OneNode set(String name, long... values) {
      attributes.put(name, values);
      return this;
    }

    /** Writes the node for another operator set. */
    public OneNode opset(int version) {
      this.opset = version;
      return this;
    }

    /** Declares an output of another type than float. */
    public OneNode yields(ElementType type) {
      this.yielded = type;
      return this;
    }

    /** The model, declaring an output of the given rank. */
    public OnnxModel build(int outputRank) {
      GraphBuilder builder = new GraphBuilder(opType, opset);
      long[] dims = new long[inputDims.length + 1];
      dims[0] = ValueInfo.DYNAMIC;
      System.arraycopy(inputDims, 0, dims, 1, inputDims.length);
      inputs.add(builder.input("x", ElementType.FLOAT, dims));
      for (int i = 0; i < constants.size(); i++) {
        Tensor constant = constants.get(i);
        inputs.add(constant == null ? "" : builder.initializer("c" + (i + 1), constant));
      }
      builder.node(opType, inputs, "y", attributes);
      long[] open = new long[outputRank];
      Arrays.fill(open, ValueInfo.DYNAMIC);
      return builder.output("y", yielded, open).build();
    }
  }
}
