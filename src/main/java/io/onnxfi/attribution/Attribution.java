package io.onnxfi.attribution;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Why one fault differs.
 *
 * @param fault the fault
 * @param findings at least one; together they account for every image that was examined
 */
public record Attribution(DifferingTrial fault, List<Finding> findings) {
  /** Checks and copies. */
  public Attribution {
    Objects.requireNonNull(fault, "fault");
    findings = List.copyOf(findings);
    if (findings.isEmpty()) {
      throw new IllegalArgumentException("an attribution needs a finding");
    }
  }

  /**
   * The cause of the fault: not reproduced or unexplained if any image is, else the cause of most
   * images.
   */
  public Cause cause() {
    for (Cause doubt : List.of(Cause.NOT_REPRODUCED, Cause.UNEXPLAINED)) {
      if (findings.stream().anyMatch(finding -> finding.cause() == doubt)) {
        return doubt;
      }
    }
    return findings.stream()
        .max(
            Comparator.comparingInt((Finding finding) -> finding.images().size())
                .thenComparing(Finding::cause, Comparator.reverseOrder()))
        .orElseThrow()
        .cause();
  }

  /** Images that were examined and have this cause; none where only counts are known. */
  public long images(Cause cause) {
    return findings.stream()
        .filter(finding -> finding.cause() == cause)
        .mapToLong(finding -> finding.images().size())
        .sum();
  }

  /** What was examined and everything that was found, in one line. */
  public String evidence() {
    int examined = fault.images().size();
    String scope =
        examined == 0 || examined == fault.differing()
            ? ""
            : "first %d of %d differing images: ".formatted(examined, fault.differing());
    return findings.stream().map(this::line).collect(Collectors.joining("; ", scope, ""));
  }

  private String line(Finding finding) {
    return findings.size() == 1
        ? finding.evidence()
        : "%s (%s): %s"
            .formatted(
                finding.cause().label(), images(finding.images().size()), finding.evidence());
  }

  private static String images(int count) {
    return count == 1 ? "1 image" : count + " images";
  }
}
