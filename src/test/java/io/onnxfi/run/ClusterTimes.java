package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Division;
import io.onnxfi.campaign.FaultCost;
import io.onnxfi.campaign.MultiplyAdds;
import io.onnxfi.campaign.Shard;
import io.onnxfi.dataset.DataRoot;
import io.onnxfi.dataset.Datasets;
import io.onnxfi.report.TextTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.function.IntToDoubleFunction;

/**
 * How long a campaign would take on clusters of several sizes: the pieces that it would be divided
 * into, each as long as its share of the multiply-adds, handed out one after the other to whichever
 * executor is free, as Spark does. A program of the documents, for {@code src/site/spark.md}.
 */
public final class ClusterTimes {
  private static final double TASK_SECONDS = 0.05;

  private ClusterTimes() {}

  /**
   * Prints the table.
   *
   * @param arguments model, list, data set, images; then seconds, all measured on one core: what an
   *     executor takes to start and to plan, and the work of all faults; then numbers of executors
   *     of one core
   */
  public static void main(String[] arguments) {
    CampaignSpec spec =
        CampaignSpec.of(
                ModelSource.of(Path.of(arguments[0])),
                ListSource.of(Path.of(arguments[1])),
                DataSource.of(Datasets.named(arguments[2]), DataRoot.usual()))
            .images(Integer.parseInt(arguments[3]))
            .backends("ort")
            .build();
    double start = Double.parseDouble(arguments[4]);
    double work = Double.parseDouble(arguments[5]);
    PreparedRun run = PreparedRun.of(spec, RunListener.SILENT);
    Campaign campaign = run.campaign();
    TextTable table = new TextTable("executors", "tasks", "longest", "seconds", "no loss", "share");
    try (Backend backend = run.backends().get(0).open(spec.settings())) {
      FaultCost cost = new FaultCost(campaign, new MultiplyAdds(campaign, backend));
      Shard whole = Shard.of(campaign);
      double unit = work / seconds(whole, cost);
      for (int i = 6; i < arguments.length; i++) {
        int executors = Integer.parseInt(arguments[i]);
        List<Double> pieces =
            Division.among(executors, pairs(whole), campaign.batch())
                .of(
                    campaign,
                    List.of(whole),
                    (fault, shard) -> images(shard) * cost.applyAsDouble(fault))
                .stream()
                .map(piece -> unit * seconds(piece, cost) + TASK_SECONDS)
                .toList();
        double end = end(pieces, executors, start);
        double ideal = work / executors;
        table.row(
            Integer.toString(executors),
            Integer.toString(pieces.size()),
            String.format(Locale.ROOT, "%.1f", pieces.stream().mapToDouble(p -> p).max().orElse(0)),
            String.format(Locale.ROOT, "%.0f", end),
            String.format(Locale.ROOT, "%.0f", ideal),
            String.format(Locale.ROOT, "%.0f %%", 100 * ideal / end));
      }
    }
    System.out.print(table.render());
  }

  private static long pairs(Shard shard) {
    return (long) shard.faults().size() * images(shard);
  }

  private static int images(Shard shard) {
    return shard.to() - shard.from();
  }

  private static double seconds(Shard piece, IntToDoubleFunction cost) {
    return images(piece) * piece.faults().stream().mapToDouble(cost::applyAsDouble).sum();
  }

  /** When the last piece is done, if each goes to the executor that is free first. */
  private static double end(List<Double> pieces, int executors, double start) {
    PriorityQueue<Double> free = new PriorityQueue<>();
    for (int i = 0; i < executors; i++) {
      free.add(start);
    }
    double end = start;
    for (double piece : pieces) {
      double done = free.remove() + piece;
      end = Math.max(end, done);
      free.add(done);
    }
    return end;
  }
}
