package io.onnxfi.attribution;

import java.util.List;

/**
 * One side of an examination.
 *
 * @param id of the backend
 * @param title of the backend
 * @param scores found on running the examined images again, in order
 */
record ExaminedSide(String id, String title, List<Observation> scores) {
  /** Copies. */
  ExaminedSide {
    scores = List.copyOf(scores);
  }
}
