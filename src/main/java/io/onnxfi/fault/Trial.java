package io.onnxfi.fault;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.FaultModel;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One injection of a study, from the list to the report: a row of a published list, or all rows
 * with one number where a list names models and sites.
 *
 * @param id the published number, column {@code Injection}; several trials of a published list may
 *     share one
 * @param faults what is injected together, in this order
 * @param seed of whatever is random about the faults; 0 where nothing is
 */
public record Trial(long id, List<Fault> faults, long seed) {
  /** The level of a factor in which the faults of a trial differ. */
  public static final String SEVERAL = "several";

  /** The level of a factor that does not apply. */
  public static final String NONE = "-";

  /** Checks and copies. */
  public Trial {
    faults = List.copyOf(faults);
    if (faults.isEmpty()) {
      throw new IllegalArgumentException("trial %d of no faults".formatted(id));
    }
  }

  /** A row of a list that says where and not what happens there: a flip, as published. */
  public static Trial listed(long id, FaultSite site) {
    return new Trial(id, List.of(new Fault(site, new BitFlip())), 0);
  }

  /**
   * The same places under another fault model. A row of several bits flips them all, and can do
   * nothing else.
   *
   * @throws UnsupportedInputException if it should
   */
  public Trial under(FaultModel model) {
    return new Trial(id, faults.stream().map(fault -> under(fault, model)).toList(), seed);
  }

  private Fault under(Fault fault, FaultModel model) {
    if (fault.model().needsBit()) {
      return new Fault(fault.site(), model);
    }
    if (!model.equals(new BitFlip())) {
      throw new UnsupportedInputException(
          "injection %d, %s: several bits in one row (%s) can be flipped only, not be %s"
              .formatted(id, fault.site(), fault.model().label(), model.label()));
    }
    return fault;
  }

  /** The layer that all faults are in, or {@link #SEVERAL}. */
  public String layer() {
    return common(fault -> fault.site().layer());
  }

  /** Where in the layer its fault is; of several, the first, as {@code (3, 0) and 2 more}. */
  public String index() {
    String first = faults.get(0).site().index().toString();
    return faults.size() == 1 ? first : "%s and %d more".formatted(first, faults.size() - 1);
  }

  /** The bit that all faults name; nothing if they name none or several. */
  public OptionalInt bit() {
    OptionalInt first = faults.get(0).site().bit();
    return faults.stream().allMatch(fault -> fault.site().bit().equals(first))
        ? first
        : OptionalInt.empty();
  }

  /** The bit in digits; {@link #NONE} if no fault names one, {@link #SEVERAL} if they differ. */
  public String bitText() {
    return common(
        fault ->
            fault.site().bit().isPresent()
                ? Integer.toString(fault.site().bit().getAsInt())
                : NONE);
  }

  /** The fault model of all faults by its label, or {@link #SEVERAL}. */
  public String model() {
    return common(fault -> fault.model().label());
  }

  /** The kind of tensor that all faults are in, or {@link #SEVERAL}. */
  public String kind() {
    return common(fault -> fault.site().extent().kind().toString());
  }

  /** The kind of reach that all faults have ({@code channel}), or {@link #SEVERAL}. */
  public String reachKind() {
    return common(fault -> fault.site().extent().reach().kind());
  }

  /** What all faults reach, as a list has it ({@code weight/channel}), or {@link #SEVERAL}. */
  public String reach() {
    return common(fault -> fault.site().extent().toString());
  }

  /** Its sites, as {@code conv1 (3, 0, 2, 1) bit 15}. */
  @Override
  public String toString() {
    return faults.stream().map(fault -> fault.site().toString()).collect(Collectors.joining("; "));
  }

  private String common(Function<Fault, String> level) {
    String first = level.apply(faults.get(0));
    return faults.stream().allMatch(fault -> level.apply(fault).equals(first)) ? first : SEVERAL;
  }

  /**
   * What makes two trials the same in two files: number and faults, as the files name them. Which
   * seed they had, files do not say.
   */
  public Identity identity() {
    return new Identity(id, faults);
  }

  /**
   * The key by which sides of a comparison are joined.
   *
   * @param id the published number
   * @param faults of the trial
   */
  public record Identity(long id, List<Fault> faults) {
    /** Copies. */
    public Identity {
      faults = List.copyOf(faults);
    }
  }
}
