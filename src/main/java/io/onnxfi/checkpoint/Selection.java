package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds in a checkpoint what a network needs: the one dict, and the one prefix of its names, with
 * which everything is there.
 *
 * @param contents of the file
 * @param wanted what the network needs
 */
record Selection(Contents contents, ParameterShapes wanted) {
  private static final int CHOICES_SHOWN = 6;

  /**
   * The only one that fits.
   *
   * @param key the path of the dict, with or without a prefix of its names; empty for any
   * @throws io.onnxfi.error.OnnxFiException if none fits, or several do
   */
  Fit choose(Optional<String> key) {
    List<Candidate> candidates = key.isPresent() ? underKey(key.get()) : contents.candidates();
    List<Fit> fits = fits(candidates);
    List<Fit> whole = distinct(fits.stream().filter(Fit::isWhole).toList());
    if (whole.isEmpty()) {
      List<Candidate> unwrapped =
          candidates.stream().flatMap(c -> Wrappers.without(c).stream()).toList();
      whole = distinct(fits(unwrapped).stream().filter(Fit::isWhole).toList());
    }
    if (whole.size() > 1) {
      throw new MalformedInputException(
          "%s: %d state dicts in it fit %s: %s; choose one with --key"
              .formatted(contents.file(), whole.size(), wanted.network(), list(whole)));
    }
    if (whole.isEmpty()) {
      throw misfit(candidates, fits);
    }
    return whole.get(0);
  }

  /**
   * What is wanted with as many outputs as the file has, if their number is all that keeps the
   * nearest dict from being what is wanted; else what is wanted.
   */
  ParameterShapes withItsOutputs() {
    List<Candidate> candidates = new ArrayList<>(contents.candidates());
    contents.candidates().forEach(c -> candidates.addAll(Wrappers.without(c).stream().toList()));
    return fits(candidates).stream()
        .min(Fit.FURTHEST)
        .flatMap(nearest -> Misfit.withItsOutputs(nearest, wanted))
        .orElse(wanted);
  }

  private RuntimeException misfit(List<Candidate> candidates, List<Fit> fits) {
    Fit nearest =
        fits.stream().min(Fit.FURTHEST).orElseGet(() -> Fit.none(largest(candidates), wanted));
    return Misfit.of(contents, wanted, nearest);
  }

  private static Candidate largest(List<Candidate> candidates) {
    return candidates.stream().max(Comparator.comparingLong(Candidate::tensors)).orElseThrow();
  }

  private List<Fit> fits(List<Candidate> candidates) {
    return candidates.stream().flatMap(c -> Fit.of(c, wanted).stream()).toList();
  }

  /** Without those that would take the same tensors as one before: a dict may be there twice. */
  private static List<Fit> distinct(List<Fit> whole) {
    List<Fit> distinct = new ArrayList<>();
    for (Fit fit : whole) {
      if (distinct.stream().noneMatch(fit::takesTheSameAs)) {
        distinct.add(fit);
      }
    }
    return distinct;
  }

  /** The dicts that a key names: one, or all those in it, or the entries with a prefix of one. */
  private List<Candidate> underKey(String key) {
    List<Candidate> all = contents.candidates();
    List<Candidate> found = all.stream().filter(c -> c.path().equals(key)).toList();
    if (found.isEmpty()) {
      found = all.stream().filter(c -> c.path().startsWith(key + ".")).toList();
    }
    if (found.isEmpty()) {
      found = all.stream().flatMap(c -> underPrefix(c, key).stream()).toList();
    }
    if (found.isEmpty()) {
      throw MalformedInputException.of(
          contents.file() + ", --key",
          "one of " + list(nearest(all)),
          "'" + PythonValue.printable(key) + "'");
    }
    return found;
  }

  private static Optional<Candidate> underPrefix(Candidate candidate, String key) {
    String around = candidate.isRoot() ? "" : candidate.path() + ".";
    if (!key.startsWith(around)) {
      return Optional.empty();
    }
    Candidate under = candidate.under(key.substring(around.length()) + ".");
    return under.entries().isEmpty() ? Optional.empty() : Optional.of(under);
  }

  /** The furthest fit of each dict, the furthest first. */
  private List<Fit> nearest(List<Candidate> candidates) {
    return candidates.stream()
        .map(c -> Fit.of(c, wanted).stream().findFirst().orElse(Fit.none(c, wanted)))
        .sorted(Fit.FURTHEST)
        .toList();
  }

  private static String list(Collection<Fit> fits) {
    return fits.stream().limit(CHOICES_SHOWN).map(Fit::toString).collect(Collectors.joining(", "))
        + (fits.size() > CHOICES_SHOWN ? ", …" : "");
  }
}
