package io.onnxfi.fault;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Collects defects: every row, and the evidence of the first. */
final class Findings {
  private final Map<DefectKind, List<Integer>> rows = new EnumMap<>(DefectKind.class);
  private final Map<DefectKind, String> evidence = new EnumMap<>(DefectKind.class);

  /** Something is wrong with the header. */
  void addHeader(DefectKind kind, String found) {
    rows.computeIfAbsent(kind, k -> new ArrayList<>());
    evidence.putIfAbsent(kind, found);
  }

  /** Something is wrong with a row; the evidence is asked for at the first one only. */
  void add(DefectKind kind, int row, Supplier<String> found) {
    rows.computeIfAbsent(kind, k -> new ArrayList<>()).add(row);
    evidence.computeIfAbsent(kind, k -> found.get());
  }

  /** Adds what others found, behind what is known. */
  void addAll(Findings others) {
    others.rows.forEach(
        (kind, found) -> rows.computeIfAbsent(kind, k -> new ArrayList<>()).addAll(found));
    others.evidence.forEach(evidence::putIfAbsent);
  }

  /** How many rows are of this kind. */
  int count(DefectKind kind) {
    return rows.getOrDefault(kind, List.of()).size();
  }

  /** Adds to what was said about a kind that was found. */
  void remark(DefectKind kind, String more) {
    evidence.computeIfPresent(kind, (k, found) -> found + more);
  }

  /** One defect per kind, in the order of the kinds. */
  List<Defect> defects() {
    List<Defect> defects = new ArrayList<>();
    rows.forEach((kind, found) -> defects.add(new Defect(kind, found, evidence.get(kind))));
    return defects;
  }
}
