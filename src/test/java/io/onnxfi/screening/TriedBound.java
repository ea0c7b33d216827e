package io.onnxfi.screening;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.screening.MarginBound.Loss;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A bound on margins that is tried on images. */
interface TriedBound {
  /** What it says of an image; changes are a value before and after. */
  interface Sample {
    boolean isProven(String tensor, long element, float... change);

    double least(String tensor, long element, float[] change, Set<Loss> counted);
  }

  boolean knows(String tensor);

  /** Follows all images, each with its class. */
  List<Sample> follow(int... predicted);

  private static int[] sample(Tensor images) {
    return Arrays.stream(images.shape().dims()).skip(1).mapToInt(Math::toIntExact).toArray();
  }

  private static float[] of(Tensor tensor, int image) {
    int size = Math.toIntExact(tensor.shape().rowSize());
    return Arrays.copyOfRange(tensor.toFloatArray(), image * size, (image + 1) * size);
  }

  /** The bound of each pair of its own, from the images on. */
  static TriedBound exact(OnnxModel model, Tensor images) {
    MarginBound.Attempt attempt = MarginBound.of(model, sample(images));
    MarginBound bound = attempt.bound().orElseThrow(() -> new AssertionError(attempt.reason()));
    return new TriedBound() {
      @Override
      public boolean knows(String tensor) {
        return bound.knows(tensor);
      }

      @Override
      public List<Sample> follow(int... predicted) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < predicted.length; i++) {
          MarginBound.Sample followed = bound.follow(of(images, i), predicted[i]);
          samples.add(
              new Sample() {
                @Override
                public boolean isProven(String tensor, long element, float... change) {
                  return followed.isProven(tensor, element, change[1]);
                }

                @Override
                public double least(
                    String tensor, long element, float[] change, Set<Loss> counted) {
                  return followed.least(tensor, element, change[1], counted);
                }
              });
        }
        return samples;
      }
    };
  }

  /**
   * The bound that faults of a step share, from what the framework has in front of the step.
   *
   * @param most margins that are followed
   */
  static TriedBound shared(OnnxModel model, Tensor images, Backend backend, int most) {
    SharedBound.Attempt attempt = SharedBound.of(model, most, sample(images));
    SharedBound bound = attempt.bound().orElseThrow(() -> new AssertionError(attempt.reason()));
    String input = model.inputs().get(0).name();
    List<String> asked = bound.observed().stream().filter(name -> !name.equals(input)).toList();
    Map<String, Tensor> shown = new HashMap<>(Map.of(input, images));
    try (Session session = backend.open(new Dataflow(model).observing(asked).model())) {
      List<Tensor> found = session.run(List.of(images));
      for (int i = 0; i < asked.size(); i++) {
        shown.put(asked.get(i), found.get(i));
      }
    }
    return new TriedBound() {
      @Override
      public boolean knows(String tensor) {
        return bound.knows(tensor);
      }

      @Override
      public List<Sample> follow(int... predicted) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < predicted.length; i++) {
          int image = i;
          List<float[]> values =
              bound.observed().stream().map(name -> of(shown.get(name), image)).toList();
          SharedBound.Sample followed = bound.follow(values, predicted[i]);
          samples.add(
              new Sample() {
                @Override
                public boolean isProven(String tensor, long element, float... change) {
                  return followed.isProven(tensor, element, (double) change[1] - change[0]);
                }

                @Override
                public double least(
                    String tensor, long element, float[] change, Set<Loss> counted) {
                  return followed.least(tensor, element, (double) change[1] - change[0], counted);
                }
              });
        }
        return samples;
      }
    };
  }
}
