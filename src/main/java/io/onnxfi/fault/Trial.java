package io.onnxfi.fault;

import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.FaultModel;
import java.util.List;

/**
 * One injection of a study: what a row of a list stands for, from the list to the report.
 *
 * @param id the published number, column {@code Injection}; several trials may share one
 * @param faults what is injected together, one fault for now
 * @param seed of whatever is random about the faults; 0 where nothing is
 */
public record Trial(long id, List<Fault> faults, long seed) {
  /** Checks and copies. */
  public Trial {
    faults = List.copyOf(faults);
    if (faults.size() != 1) {
      throw new IllegalArgumentException("trial %d of %d faults".formatted(id, faults.size()));
    }
  }

  /**
   * A row of a list, which says where and not what is done to the bit: a flip, as the published
   * lists mean it, until a run says otherwise ({@link #under}).
   */
  public static Trial listed(long id, FaultSite site) {
    return new Trial(id, List.of(new Fault(site, new BitFlip())), 0);
  }

  /** The same places under another fault model. */
  public Trial under(FaultModel model) {
    return new Trial(
        id, faults.stream().map(fault -> new Fault(fault.site(), model)).toList(), seed);
  }

  /** Where its fault is. */
  public FaultSite site() {
    return faults.get(0).site();
  }

  /**
   * What makes two trials the same in two files: number and places. Files do not say what was done
   * to the bits, nor with which seed.
   */
  public Identity identity() {
    return new Identity(id, faults.stream().map(Fault::site).toList());
  }

  /**
   * The key by which sides of a comparison are joined.
   *
   * @param id the published number
   * @param sites of the faults
   */
  public record Identity(long id, List<FaultSite> sites) {
    /** Copies. */
    public Identity {
      sites = List.copyOf(sites);
    }
  }
}
