package io.onnxfi.fault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Numbers for values that come back, and what lists call them. */
final class Interned<T> {
  private final Function<T, String> text;
  private final Map<T, Integer> numbers = new HashMap<>();
  private final List<T> values = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  Interned(Function<T, String> text) {
    this.text = text;
  }

  /** The number of a value, from 0 in the order in which they came. */
  int number(T value) {
    Integer known = numbers.get(value);
    if (known != null) {
      return known;
    }
    numbers.put(value, values.size());
    values.add(value);
    texts.add(text.apply(value));
    return values.size() - 1;
  }

  /** The value of a number. */
  T value(int number) {
    return values.get(number);
  }

  /** What lists call the value of a number. */
  String text(int number) {
    return texts.get(number);
  }
}
