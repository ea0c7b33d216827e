package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;

/**
 * Runs campaigns on this machine: one round of faults after the other, each a shard with all
 * images. Its listener hears of each fault as soon as it is done, and may stop after a round.
 *
 * @param engines what opens the engine
 * @param order of the faults
 */
public record LocalDriver(EngineFactory engines, Order order) {
  /** Checks that both are there. */
  public LocalDriver {
    Objects.requireNonNull(engines, "engines");
    Objects.requireNonNull(order, "order");
  }

  /** A driver that leaves the order to the engine. */
  public LocalDriver(EngineFactory engines) {
    this(engines, Order.list());
  }

  /**
   * Runs every fault on every image that it is to be tried on, in one backend.
   *
   * @param done whether the outcome of the fault at a place is known already: it is left out
   * @param listener told of the golden run and of each fault
   */
  public void run(
      Campaign campaign, Backend backend, IntPredicate done, CampaignListener listener) {
    String id = backend.id();
    Shard all = Shard.of(campaign);
    try (Engine engine = engines.open(campaign, backend, without(done, all.faults()))) {
      listener.golden(id, engine.golden(all.from(), all.to()));
      engine.cuts().ifPresent(cuts -> listener.planned(id, cuts));
      List<FaultTally> known = listener.parts(id);
      Effort effort = Effort.NONE;
      for (List<Integer> round : order.rounds(all.faults())) {
        Shard shard = all.with(without(done, round));
        Joined joined =
            new Joined(
                shard,
                known,
                part -> listener.part(id, part),
                whole -> listener.outcome(id, whole.outcome(campaign)));
        effort = effort.plus(engine.run(joined.missing(), PairFilter.ALL, joined));
        listener.round(id);
        if (!listener.wantsMore(id)) {
          break;
        }
      }
      listener.worked(id, effort);
    }
  }

  /** Runs every fault. */
  public void run(Campaign campaign, Backend backend, CampaignListener listener) {
    run(campaign, backend, position -> false, listener);
  }

  private static List<Integer> without(IntPredicate done, List<Integer> faults) {
    return faults.stream().filter(position -> !done.test(position)).toList();
  }
}
