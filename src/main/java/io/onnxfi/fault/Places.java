package io.onnxfi.fault;

import io.onnxfi.tensor.ElementType;
import java.util.List;

/** Places of one kind in a model, and what keeps a list's site from being one. */
interface Places {
  /** Which of layer, index, reach and bit keep a site from being in the model; none if it is. */
  List<DefectKind> obstacles(FaultSite site);

  /** One of {@link #obstacles} in words: what was expected there, and what was found. */
  String explain(DefectKind obstacle, String where, FaultSite site);

  /** The place of a site that has no obstacles. */
  Site place(FaultSite site);

  /** The type of the elements of a site that has no obstacles. */
  ElementType type(FaultSite site);
}
