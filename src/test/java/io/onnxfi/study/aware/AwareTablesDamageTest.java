package io.onnxfi.study.aware;

import io.onnxfi.classification.PairedCounts;
import io.onnxfi.testing.DamagedTables;
import io.onnxfi.training.Hits;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwareTablesDamageTest {
  private static final int IMAGES = 12;
  private static final List<String> NETWORKS = List.of("standard", "error-aware", "a, b");

  @TempDir private Path folder;

  private static BitSet images(int... numbers) {
    BitSet images = new BitSet();
    for (int number : numbers) {
      images.set(number);
    }
    return images;
  }

  @Test
  void shouldReadOrRefuseDraws() {
    try (ErrorDraws table = ErrorDraws.open(folder, IMAGES)) {
      for (String network : NETWORKS) {
        for (int draw = ErrorDraws.CLEAN; draw < 3; draw++) {
          table.put(network, 7, draw, new Hits(IMAGES, images(0, draw + 2, 11)));
        }
      }
    }
    DamagedTables.readOrRefuse(
        folder.resolve(ErrorDraws.FILE),
        place -> {
          try (ErrorDraws table = ErrorDraws.open(place, IMAGES)) {
            for (int draw = ErrorDraws.CLEAN; draw < 3; draw++) {
              table.get(NETWORKS.get(0), 7, draw);
            }
          }
        });
  }

  @Test
  void shouldReadOrRefuseLoweredRuns() {
    try (LoweredRuns table = LoweredRuns.open(folder, IMAGES)) {
      for (String network : NETWORKS) {
        for (Lowering lowering : Lowering.values()) {
          PairedCounts right = new PairedCounts(6, 2, 1, 3);
          table.put(network, 7, lowering, new Lowered(right, images(1, 4), 2, 0.25, Double.NaN));
        }
      }
    }
    DamagedTables.readOrRefuse(
        folder.resolve(LoweredRuns.FILE),
        place -> {
          try (LoweredRuns table = LoweredRuns.open(place, IMAGES)) {
            for (Lowering lowering : Lowering.values()) {
              table.get(NETWORKS.get(0), 7, lowering);
            }
          }
        });
  }
}
