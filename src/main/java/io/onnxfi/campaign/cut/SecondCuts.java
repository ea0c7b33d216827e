package io.onnxfi.campaign.cut;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.MultiplyAdds;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.onnx.Neighbourhood;
import io.onnxfi.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds where to look for the first time whether a fault in a value has left anything: behind what
 * is cheap to compute, which is much where it is done in a window around the fault.
 */
final class SecondCuts {
  /** How many cuts behind a value are looked at, and how many of those tried. */
  private static final int MOST_ENDS = 8;

  private static final int MOST_TRIED = 3;

  /**
   * About how many images keep a trace of a fault behind an activation function: half the elements
   * are on its flat side. Which cut is chosen depends on it, never what comes out.
   */
  private static final double REMAINING = 0.5;

  private final Campaign campaign;
  private final Backend backend;
  private final Dataflow flow;
  private final FaithfulParts pieces;
  private final List<Integer> positions;
  private Optional<MultiplyAdds> work = Optional.empty();

  /**
   * For all values of a model.
   *
   * @param positions where the graph may be cut without separating what is computed as one
   */
  SecondCuts(
      Campaign campaign,
      Backend backend,
      Dataflow flow,
      FaithfulParts pieces,
      List<Integer> positions) {
    this.campaign = campaign;
    this.backend = backend;
    this.flow = flow;
    this.pieces = pieces;
    this.positions = positions;
  }

  /**
   * A cut that could be.
   *
   * @param end the position behind which it is
   * @param affected what depends on the value there, but for the value itself
   * @param around what a window computes of that, and how large it must be
   * @param cost of a fault, in multiply-adds per image
   */
  private record Candidate(int end, List<String> affected, Optional<Around> around, double cost) {}

  private record Around(Neighbourhood part, List<Long> sizes) {
    double share(Shape image) {
      double share = 1;
      for (int i = 0; i < sizes.size(); i++) {
        share *= (double) sizes.get(i) / image.dim(image.rank() - sizes.size() + i);
      }
      return share;
    }
  }

  /**
   * The cut for a value.
   *
   * @param isInner whether the value is computed as one with what follows: then there is nothing to
   *     gain from a tail that begins with it
   * @param behind values behind the node that makes it
   * @param last from these to the scores
   * @param check whether a cut gives what {@code last} does
   */
  Optional<SecondCut> find(
      String value, boolean isInner, List<String> behind, GraphPart last, SecondCutProbe check) {
    double without = isInner ? Double.POSITIVE_INFINITY : work().of(last);
    List<Candidate> candidates =
        candidates(value, isInner, behind).stream()
            .filter(candidate -> candidate.cost < without)
            .sorted(Comparator.comparingDouble(Candidate::cost))
            .limit(MOST_TRIED)
            .toList();
    return candidates.stream()
        .map(candidate -> exact(candidate, value, isInner, behind, check))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The cut, with a window if it has one, if that computes what it must. */
  private Optional<SecondCut> exact(
      Candidate candidate,
      String value,
      boolean isInner,
      List<String> behind,
      SecondCutProbe check) {
    List<String> then = flow.live(candidate.end);
    Set<String> touched = flow.dependents(Set.of(value), candidate.end);
    List<String> others =
        then.stream().filter(name -> !touched.contains(name) && !behind.contains(name)).toList();
    Optional<GraphPart> rest = pieces.part(behind, others, Set.of());
    for (Pools pools : Pools.of(isInner, pieces.images(behind), pieces.images(then))) {
      SecondCut cut =
          new SecondCut(
              pieces.part(behind, candidate.affected, pools.middle).orElseThrow(),
              rest,
              pieces.part(then, List.of(output()), pools.tail).orElseThrow(),
              Optional.empty());
      Optional<SecondCutProbe.Seen> seen = check.seen(cut);
      if (seen.isPresent()) {
        return Optional.of(
            cut.with(
                candidate.around.flatMap(
                    around -> window(value, candidate, around, check, seen.get()))));
      }
    }
    return Optional.empty();
  }

  /** Values behind which the parts are pooled. */
  private record Pools(Set<String> middle, Set<String> tail) {
    /** The likeliest first: values within what is computed as one are not in a blocked layout. */
    static List<Pools> of(boolean isInner, Set<String> behind, Set<String> then) {
      Pools none = new Pools(Set.of(), Set.of());
      Pools both = new Pools(behind, then);
      return Stream.of(
              isInner ? none : both,
              isInner ? both : none,
              new Pools(behind, Set.of()),
              new Pools(Set.of(), then))
          .distinct()
          .toList();
    }
  }

  private Optional<WindowPlan> window(
      String value,
      Candidate candidate,
      Around around,
      SecondCutProbe check,
      SecondCutProbe.Seen seen) {
    Neighbourhood.Window any = around.part.any(around.sizes);
    List<String> given = around.part.inputs();
    Shape image = pieces.values().kind(value).shape();
    return Stream.of(Set.<String>of(), pieces.images(given))
        .map(pooled -> pieces.part(given, candidate.affected, pooled, any))
        .map(part -> new WindowPlan(value, image, around.part, around.sizes, part))
        .filter(plan -> check.isExact(plan, seen))
        .findFirst();
  }

  private List<Candidate> candidates(String value, boolean isInner, List<String> behind) {
    int made = flow.producer(value).orElseThrow();
    List<Candidate> found = new ArrayList<>();
    for (int end : positions.stream().filter(p -> p > made).limit(MOST_ENDS).toList()) {
      Set<String> touched = flow.dependents(Set.of(value), end);
      List<String> affected =
          flow.live(end).stream().filter(n -> touched.contains(n) && !n.equals(value)).toList();
      Optional<GraphPart> middle = pieces.part(behind, affected, Set.of());
      if (end == flow.size() - 1 || middle.isEmpty()) {
        break;
      }
      Optional<Around> around = around(value, middle.get());
      if (around.isEmpty() && !(isInner && found.isEmpty())) {
        break; // nor is there a window further behind
      }
      found.add(new Candidate(end, affected, around, cost(value, end, middle.get(), around)));
    }
    return found;
  }

  private Optional<Around> around(String value, GraphPart middle) {
    Optional<Neighbourhood> part = Neighbourhood.of(middle.model(), value);
    return part.flatMap(Neighbourhood::least).map(sizes -> new Around(part.get(), sizes));
  }

  /** What a fault costs. */
  private double cost(String value, int end, GraphPart middle, Optional<Around> around) {
    List<String> then = flow.live(end);
    GraphPart tail = pieces.part(then, List.of(output()), Set.of()).orElseThrow();
    double share = around.map(a -> a.share(pieces.values().kind(value).shape())).orElse(1.0);
    double remaining = then.contains(value) ? 1 : REMAINING;
    return share * work().of(middle) + remaining * work().of(tail);
  }

  /** What the parts of the model cost. */
  synchronized MultiplyAdds work() {
    if (work.isEmpty()) {
      work = Optional.of(new MultiplyAdds(campaign, backend));
    }
    return work.get();
  }

  private String output() {
    return campaign.model().outputs().get(0).name();
  }
}
