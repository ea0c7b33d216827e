package io.onnxfi.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.onnxfi.backend.djl.ValueHook;
import io.onnxfi.error.UnsupportedInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Puts errors into the values of a live network, through memory that is used again. */
final class AddedErrors {
  private static final int MAP_RANK = 4;

  private final ErrorPlaces places;
  private ByteBuffer memory = ByteBuffer.allocateDirect(0);

  /** Errors in these places. */
  AddedErrors(ErrorPlaces places) {
    this.places = places;
  }

  /**
   * Errors in all places.
   *
   * @param first the number of the first image of a batch
   * @param images how many there are
   */
  ValueHook hook(ErrorDraw draw, int first, int images) {
    if (draw.isNothing()) {
      return ValueHook.NONE;
    }
    return (name, value) -> {
      Integer place = places.numbers().get(name);
      return place == null ? value : added(value, draw, place, first, images);
    };
  }

  /**
   * A new array: the same with errors, which are constants to a gradient.
   *
   * <p>They are drawn in the order {@code [n, height, width, channels]} for maps, which is how
   * libtorch has them in memory here ({@link Batch}), for all else in row-major order.
   */
  NDArray added(NDArray value, ErrorDraw draw, int place, int first, int images) {
    long size = value.size();
    if (size % images != 0) {
      throw new UnsupportedInputException(
          "errors in outputs: expected values with as much for each of %d images, found %s"
              .formatted(images, value.getShape()));
    }
    ByteBuffer bytes = room(Math.multiplyExact(Math.toIntExact(size), Float.BYTES));
    draw.fill(place, first, images, (int) (size / images), bytes.asFloatBuffer());
    Shape shape = value.getShape();
    if (shape.dimension() != MAP_RANK) {
      try (NDArray errors = value.getManager().create(bytes, shape, DataType.FLOAT32)) {
        return value.add(errors);
      }
    }
    Shape last = new Shape(shape.get(0), shape.get(2), shape.get(3), shape.get(1));
    try (NDArray drawn = value.getManager().create(bytes, last, DataType.FLOAT32);
        NDArray errors = drawn.transpose(0, 3, 1, 2)) {
      return value.add(errors);
    }
  }

  private ByteBuffer room(int bytes) {
    if (memory.capacity() < bytes) {
      memory = ByteBuffer.allocateDirect(bytes);
    }
    return memory.slice(0, bytes).order(ByteOrder.nativeOrder());
  }
}
