package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The levels of a trial's factors, in the order of the factors: {@code layer=conv1, bit=30}.
 * Strata, tables and figures choose any of them by name.
 *
 * @param factors what is known of the trial, each once
 * @param levels one for each factor; that of a number is written in digits, or is {@link
 *     Trial#NONE} or {@link Trial#SEVERAL}
 */
public record Labels(List<Factor> factors, List<String> levels) {
  private static final List<Factor> LISTED =
      List.of(Factor.LAYER, Factor.BIT, Factor.SITE, Factor.REACH);

  /** Checks and copies. */
  public Labels {
    factors = List.copyOf(factors);
    levels = List.copyOf(levels);
    if (factors.size() != levels.size() || factors.stream().distinct().count() < factors.size()) {
      throw new IllegalArgumentException("levels %s of factors %s".formatted(levels, factors));
    }
  }

  /** What every list tells of a trial: layer, bit, kind of site, kind of reach. */
  public static Labels of(Trial trial) {
    return new Labels(
        LISTED, List.of(trial.layer(), trial.bitText(), trial.kind(), trial.reachKind()));
  }

  /** The factors of which some trials have several levels, in the order of their factors. */
  public static List<Factor> varying(Collection<Labels> trials) {
    Map<Factor, String> first = new LinkedHashMap<>();
    Set<Factor> several = new HashSet<>();
    for (Labels trial : trials) {
      for (int place = 0; place < trial.factors.size(); place++) {
        Factor factor = trial.factors.get(place);
        String level = trial.levels.get(place);
        if (!first.computeIfAbsent(factor, known -> level).equals(level)) {
          several.add(factor);
        }
      }
    }
    return first.keySet().stream().filter(several::contains).toList();
  }

  /** The same with another factor behind the others. */
  public Labels with(Factor factor, String level) {
    List<Factor> moreFactors = new ArrayList<>(factors);
    List<String> moreLevels = new ArrayList<>(levels);
    moreFactors.add(factor);
    moreLevels.add(level);
    return new Labels(moreFactors, moreLevels);
  }

  /** Whether the level of a factor is known. */
  public boolean has(Factor factor) {
    return factors.contains(factor);
  }

  /**
   * The level of a factor.
   *
   * @throws MalformedInputException if it is not known, naming those that are
   */
  public String level(Factor factor) {
    int place = factors.indexOf(factor);
    if (place < 0) {
      throw MalformedInputException.of(
          "factors of the trials", "%s among them".formatted(factor), factors.toString());
    }
    return levels.get(place);
  }

  /**
   * The level of a factor whose levels are numbers; nothing if it is {@link Trial#NONE} or {@link
   * Trial#SEVERAL}.
   */
  public OptionalInt number(Factor factor) {
    String level = level(factor);
    return level.equals(Trial.NONE) || level.equals(Trial.SEVERAL)
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(level));
  }
}
