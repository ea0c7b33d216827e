package io.onnxfi.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * From where to where in a graph each value that depends on its inputs must be kept. Found in one
 * sweep.
 */
public final class Lifetimes {
  /**
   * The cuts that a value crosses: those after positions {@code [made, last)}.
   *
   * @param value its name
   * @param made position of the node that makes it; -1 for an input of the graph
   * @param last position of the last node that reads it; the number of nodes for an output of the
   *     graph; {@code made} if nothing needs it
   */
  public record Span(String value, int made, int last) {}

  private final List<Span> spans = new ArrayList<>();

  /** How many values cross the cut after each position, from -1 on. */
  private final int[] crossing;

  private final Dataflow flow;
  private final Set<String> outputs;
  private final Set<Integer> remade;

  /**
   * Sweeps a graph.
   *
   * @param outputs of the graph
   * @param remade nodes that run again wherever their result is needed, so that it crosses no cut
   *     but what they read does
   */
  Lifetimes(List<String> inputs, Dataflow flow, Set<String> outputs, Set<Integer> remade) {
    this.flow = flow;
    this.outputs = outputs;
    this.remade = remade;
    inputs.forEach(input -> spans.add(span(input, -1)));
    for (int position = 0; position < flow.size(); position++) {
      for (String value : flow.node(position).outputs()) {
        if (flow.isVarying(value)) {
          spans.add(span(value, position));
        }
      }
    }
    this.crossing = count(flow.size(), Span::last);
  }

  private Span span(String value, int made) {
    boolean crosses = made < 0 || !remade.contains(made);
    int last = crosses ? Math.max(made, lastUser(value)) : made;
    return new Span(value, made, outputs.contains(value) ? flow.size() : last);
  }

  private int lastUser(String value) {
    int last = -1;
    for (int user : flow.users(value)) {
      last = Math.max(last, user);
      if (remade.contains(user)) {
        last = Math.max(last, lastUser(flow.node(user).outputs().get(0)));
      }
    }
    return last;
  }

  /**
   * From where on a node does not run again: the node itself, or the last that needs its result if
   * it runs wherever that is needed.
   */
  int settled(int node) {
    return remade.contains(node)
        ? Math.max(node, lastUser(flow.node(node).outputs().get(0)))
        : node;
  }

  private int[] count(int nodes, ToIntFunction<Span> until) {
    int[] counts = new int[nodes + 1];
    for (Span span : spans) {
      int end = until.applyAsInt(span);
      if (end > span.made) {
        counts[span.made + 1]++;
        if (end < nodes) {
          counts[end + 1]--;
        }
      }
    }
    Arrays.parallelPrefix(counts, Integer::sum);
    return counts;
  }

  /**
   * How many values stand against the cut after each position; the first count is that before all
   * nodes.
   *
   * @param until the position from which on a value is for a cut again; it is against those from
   *     where it is made to there
   */
  public int[] against(ToIntFunction<Span> until) {
    return count(crossing.length - 1, until);
  }

  /** The values that cross any of these cuts, in the order in which they are made. */
  public Set<String> crossing(List<Integer> positions) {
    int[] cuts = positions.stream().mapToInt(Integer::intValue).sorted().toArray();
    Set<String> values = new LinkedHashSet<>();
    for (Span span : spans) {
      int found = Arrays.binarySearch(cuts, span.made);
      int next = found >= 0 ? found : -found - 1;
      if (next < cuts.length && cuts[next] < span.last) {
        values.add(span.value);
      }
    }
    return values;
  }

  /** All of them, in the order in which the values are made. */
  public List<Span> spans() {
    return Collections.unmodifiableList(spans);
  }

  /** Names of the values that cross the cut after a position, in the order they are made. */
  List<String> live(int position) {
    List<String> live = new ArrayList<>(crossing[position + 1]);
    for (int i = behind(position) - 1; live.size() < crossing[position + 1]; i--) {
      if (spans.get(i).last > position) {
        live.add(spans.get(i).value);
      }
    }
    Collections.reverse(live);
    return live;
  }

  /** The number of values made at or before a position. */
  private int behind(int position) {
    int low = 0;
    int high = spans.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (spans.get(middle).made <= position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
