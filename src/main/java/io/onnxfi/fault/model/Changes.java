package io.onnxfi.fault.model;

/**
 * Takes what happens to single elements, one after the other: a later change of an element comes on
 * top of an earlier one.
 */
public interface Changes {
  /**
   * An element's bits become {@code (bits & kept) ^ inverted}.
   *
   * @param position row-major position in the tensor
   */
  void bits(long position, long kept, long inverted);

  /**
   * A number is added to an element, in double precision; the sum is rounded to the element's type,
   * to nearest, ties to even.
   *
   * @param position row-major position in the tensor
   */
  void add(long position, double amount);
}
