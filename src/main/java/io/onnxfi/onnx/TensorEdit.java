package io.onnxfi.onnx;

/** New bits for some elements of one initializer. */
public sealed interface TensorEdit permits SparseEdit, DenseEdit {
  /** The initializer's name. */
  String tensor();

  /** How many elements get new bits. */
  long size();

  /** Row-major position of the first of these elements. */
  long first();

  /** Row-major position of the last of these elements. */
  long last();

  /** Tells of each of these elements, in the order of their positions. */
  void forEach(Element each);

  /** The same for a tensor that holds only the elements from {@code from} on. */
  TensorEdit from(long from);

  /** Takes an element and its new bits. */
  @FunctionalInterface
  interface Element {
    /**
     * One element.
     *
     * @param position row-major, from 0
     * @param bits all bits of the element, in the low bits
     */
    void accept(long position, long bits);
  }
}
