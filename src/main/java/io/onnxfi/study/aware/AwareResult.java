package io.onnxfi.study.aware;

import io.onnxfi.report.figure.DataTable;
import io.onnxfi.report.figure.TrainingFigures.Course;
import io.onnxfi.training.Hits;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What came out.
 *
 * @param spec what was asked
 * @param groups networks of one kind, the baseline first
 * @param courses how networks were trained; none if none were
 */
public record AwareResult(AwareSpec spec, List<Group> groups, List<Course> courses) {
  /** Copies. */
  public AwareResult {
    groups = List.copyOf(groups);
    courses = List.copyOf(courses);
  }

  /**
   * Networks that were trained alike but for the seed, or a model that was there.
   *
   * @param name by which results are called
   * @param networks by ascending seed
   */
  public record Group(String name, List<Measured> networks) {
    /** Copies. */
    public Group {
      networks = List.copyOf(networks);
    }
  }

  /**
   * A network.
   *
   * @param seed of its training; 0 of a model that was there
   * @param clean which images are right without errors
   * @param draws which are, in each draw of errors
   * @param lowered what lowerings changed
   */
  record Measured(long seed, Hits clean, List<Hits> draws, Map<Lowering, Lowered> lowered) {
    /** Copies. */
    Measured {
      draws = List.copyOf(draws);
      lowered = Map.copyOf(lowered);
    }

    /** What each draw costs, as a share of the images. */
    double[] drops() {
      return draws.stream().mapToDouble(hits -> clean.accuracy() - hits.accuracy()).toArray();
    }

    /** The mean of what draws cost. */
    double drop() {
      return Arrays.stream(drops()).average().orElse(Double.NaN);
    }
  }

  /** The one that the others are compared with. */
  Group baseline() {
    return groups.get(0);
  }

  /** The others. */
  List<Group> others() {
    return groups.subList(1, groups.size());
  }

  /** Tables for the page and for papers. */
  public List<DataTable> tables() {
    return new AwareTables(this).all();
  }

  /** For people. */
  public String text() {
    return new AwareReport(this).text();
  }

  /** For programs. */
  public Map<String, Object> json() {
    return new AwareReport(this).json();
  }
}
