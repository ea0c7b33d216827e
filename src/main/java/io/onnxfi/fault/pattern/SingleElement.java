package io.onnxfi.fault.pattern;

import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.random.RandomGenerator;

/** One element: three of four faulty threads of a convolution as matrix product. */
public record SingleElement() implements ErrorPattern {
  @Override
  public String label() {
    return "single";
  }

  @Override
  public Region region(String where, Shape image, long anchor, RandomGenerator random) {
    FeatureMaps.requireElement(where, image, anchor);
    return new Region.Element(anchor);
  }
}
