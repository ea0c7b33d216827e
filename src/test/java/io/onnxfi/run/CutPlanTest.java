package io.onnxfi.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CutPlanTest {
  @Test
  void shouldNameLayersWithTheSameReasonTogether() {
    Map<String, String> whole = new LinkedHashMap<>();
    for (int i = 1; i <= 10; i++) {
      whole.put("conv" + i, "no cut behind it");
    }
    whole.put("fc", "it is the last");
    assertThat(new CutPlan("PyTorch", "", 3, whole).lines())
        .containsExactly(
            "PyTorch: 3 layers cut, each checked to reproduce the whole model's bits",
            "  the whole model runs for faults in conv1, conv2, conv3, conv4, conv5, conv6, conv7,"
                + " conv8 and 2 more: no cut behind it",
            "  the whole model runs for faults in fc: it is the last");
    assertThat(new CutPlan("ORT", "all", 3, Map.of()).lines())
        .containsExactly(
            "ORT at optimisation level all: 3 layers cut, each checked to reproduce the whole"
                + " model's bits");
    assertThat(new CutPlan("ORT", "", 0, Map.of("fc", "it is the last")).lines())
        .containsExactly(
            "ORT: no layer cut", "  the whole model runs for faults in fc: it is the last");
  }
}
