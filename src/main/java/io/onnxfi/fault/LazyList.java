package io.onnxfi.fault;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/** A list whose elements are made when they are asked for, each time the same. */
final class LazyList<T> extends AbstractList<T> implements RandomAccess {
  private final int size;
  private final IntFunction<T> making;

  LazyList(int size, IntFunction<T> making) {
    this.size = size;
    this.making = making;
  }

  @Override
  public T get(int place) {
    return making.apply(Objects.checkIndex(place, size));
  }

  @Override
  public int size() {
    return size;
  }
}
