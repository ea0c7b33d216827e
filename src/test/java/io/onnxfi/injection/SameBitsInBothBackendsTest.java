package io.onnxfi.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Session;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.TestTrials;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ONNX Runtime's rewritten bytes and PyTorch's live parameters hold the same fault. */
class SameBitsInBothBackendsTest {
  private static final OnnxModel MODEL = Graphs.tinyCnn(9);

  @Test
  void shouldHoldTheSameBitsAndChangeNothingElse() {
    List<PlacedFault> faults =
        TestTrials.place(new FaultResolver(MODEL), FaultSampler.draw(MODEL, 100, 4));
    try (Backend ort = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL);
        Backend djl = new DjlBackend();
        Session ortSession = ort.open(MODEL);
        Session djlSession = djl.open(MODEL)) {
      for (PlacedFault fault : faults) {
        EditSet edit = Injector.edit(MODEL, fault);
        try (Session rewritten = ortSession.edited(edit);
            Session live = djlSession.edited(edit)) {
          int changed = 0;
          for (Initializer initializer : MODEL.initializers()) {
            ByteBuffer golden = MODEL.tensor(initializer.name()).bytes();
            ByteBuffer a = rewritten.initializer(initializer.name()).bytes();
            ByteBuffer b = live.initializer(initializer.name()).bytes();
            assertThat(b).as("%s", fault).isEqualTo(a);
            changed += differingBits(golden, a);
          }
          assertThat(changed).as("%s", fault).isEqualTo(1);
        }
      }
    }
  }

  private static int differingBits(ByteBuffer a, ByteBuffer b) {
    int bits = 0;
    for (int i = 0; i < a.capacity(); i++) {
      bits += Integer.bitCount((a.get(i) ^ b.get(i)) & 0xFF);
    }
    return bits;
  }
}
