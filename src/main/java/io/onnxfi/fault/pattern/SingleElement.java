package io.onnxfi.fault.pattern;

import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** One element: three of four faulty threads of a convolution as matrix product. */
public record SingleElement() implements ErrorPattern {
  @Override
  public String label() {
    return "single";
  }

  @Override
  public boolean isRandom() {
    return false;
  }

  @Override
  public Optional<String> lack(Shape image, long anchor) {
    return Optional.empty();
  }

  @Override
  public long size(Shape image, long anchor) {
    return 1;
  }

  @Override
  public Region region(Shape image, long anchor, RandomGenerator random) {
    return new Region.Element(anchor);
  }
}
