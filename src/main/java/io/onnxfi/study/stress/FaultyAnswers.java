package io.onnxfi.study.stress;

import io.onnxfi.classification.Answer;
import io.onnxfi.classification.Answers;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the first model says with a fault of a run in it.
 *
 * @param trial its number in the run's list
 * @param change what the fault changes
 * @param critical images of the run that it makes critical
 * @param before what the model says without it
 * @param after what it says with it, in the same framework
 */
public record FaultyAnswers(
    long trial, String change, long critical, Answers before, Answers after) {
  /** Images with another class, the most confident in it first, of equals the lower number. */
  List<Integer> flipped() {
    return IntStream.range(0, before.size())
        .filter(image -> before.get(image).predicted() != after.get(image).predicted())
        .boxed()
        .sorted(
            Comparator.comparingDouble(
                (Integer image) -> {
                  Answer answer = after.get(image);
                  return answer.isFinite() ? -answer.confidence() : 1;
                }))
        .toList();
  }
}
