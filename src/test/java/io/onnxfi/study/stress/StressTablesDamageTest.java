package io.onnxfi.study.stress;

import io.onnxfi.classification.Answer;
import io.onnxfi.classification.Answers;
import io.onnxfi.corruption.CommonCorruption;
import io.onnxfi.testing.DamagedTables;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StressTablesDamageTest {
  private static final int CLASSES = 3;
  private static final int[] LABELS = {0, 2, 1, 1};

  @TempDir private Path folder;

  @Test
  void shouldReadOrRefuseAnswers() {
    float[] scores = {1, 2, 0.5f, /**/ 0, 0, 7, /**/ Float.NaN, 1, 2, /**/ -3, 4, 4};
    List<Answer> answers =
        IntStream.range(0, LABELS.length)
            .mapToObj(image -> Answer.of(scores, image * CLASSES, CLASSES, LABELS[image]))
            .toList();
    try (GivenAnswers table = GivenAnswers.open(folder, CLASSES, LABELS)) {
      for (String model : List.of("a", "b, c")) {
        table.put(model, "ort", new Answers(CLASSES, answers));
      }
    }
    DamagedTables.readOrRefuse(
        folder.resolve(GivenAnswers.FILE),
        place -> {
          try (GivenAnswers table = GivenAnswers.open(place, CLASSES, LABELS)) {
            table.get("a", "ort");
            table.get("b, c", "ort");
          }
        });
  }

  @Test
  void shouldReadOrRefuseAnswersUnderCorruptions() {
    try (CorruptedAnswers table = CorruptedAnswers.open(folder, 100)) {
      for (CommonCorruption corruption : CommonCorruption.values()) {
        table.put("a", corruption, 1, 90);
        table.put("a", corruption, 5, 0);
      }
    }
    DamagedTables.readOrRefuse(
        folder.resolve(CorruptedAnswers.FILE),
        place -> {
          try (CorruptedAnswers table = CorruptedAnswers.open(place, 100)) {
            for (CommonCorruption corruption : CommonCorruption.values()) {
              table.get("a", corruption, 5);
            }
          }
        });
  }
}
