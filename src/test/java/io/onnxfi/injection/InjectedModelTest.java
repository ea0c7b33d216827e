package io.onnxfi.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.fault.Extent;
import io.onnxfi.fault.Fault;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.FaultSite;
import io.onnxfi.fault.TensorIndex;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.FaultModels;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InjectedModelTest {
  private static final OnnxModel GOLDEN = Graphs.tinyCnn(2);
  private static final String FILE = "tiny.onnx";
  private static final long INDEX = 19; // (0, 2, 0, 1) of [32, 16, 3, 3]

  @TempDir private Path folder;

  private static Fault flip(String layer, int bit) {
    return new Fault(new FaultSite(layer, TensorIndex.of(0, 2, 0, 1), bit), new BitFlip());
  }

  private static Fault fault(String layer, String index, String extent, String model) {
    return new Fault(
        new FaultSite(
            layer,
            TensorIndex.parseAny(index).orElseThrow(),
            OptionalInt.empty(),
            Extent.parse("test", extent)),
        FaultModels.parse("test", model));
  }

  private FaultList list(String text) throws IOException {
    return FaultList.read(Files.writeString(folder.resolve("list.csv"), text));
  }

  @Test
  void shouldSayWhatChanged() {
    InjectedModel injected = InjectedModel.of(GOLDEN, FILE, flip("conv2", 31), Ranges.UNKNOWN, 0);
    long before = GOLDEN.elementBits("conv2.weight", INDEX);
    long after = before ^ 0x8000_0000L;
    assertThat(injected.faulty().elementBits("conv2.weight", INDEX)).isEqualTo(after);
    assertThat(injected.changes())
        .containsExactly(
            "conv2.weight (0, 2, 0, 1), bit 31 (sign): 0x%08X (%s) → 0x%08X (%s)"
                .formatted(
                    before,
                    Float.intBitsToFloat((int) before),
                    after,
                    Float.intBitsToFloat((int) after)));
    assertThat(injected.notes()).isEmpty();
    assertThat(injected.golden()).isSameAs(GOLDEN);
  }

  @Test
  void shouldCountWhatALargerFaultChanged() {
    assertThat(
            InjectedModel.of(
                    GOLDEN,
                    FILE,
                    fault("conv2", "0,0,0,0", "weight/tensor", "flip:0,31"),
                    Ranges.UNKNOWN,
                    0)
                .changes())
        .containsExactly("conv2.weight: 4608 of 4608 elements changed, 9216 bits");
    assertThat(
            InjectedModel.of(
                    GOLDEN,
                    FILE,
                    fault("conv2", "3,0,2,1", "weight", "flip:0,31"),
                    Ranges.UNKNOWN,
                    0)
                .changes())
        .singleElement()
        .asString()
        .startsWith("conv2.weight (3, 0, 2, 1), 2 bits: 0x");
    assertThat(
            InjectedModel.of(
                    GOLDEN, FILE, fault("conv2", "3,0,2,1", "weight", "ber:0"), Ranges.UNKNOWN, 0)
                .changes())
        .containsExactly("nothing changed: no bit differs");
  }

  @Test
  void shouldDrawFromTheSeedAlone() {
    Fault random = fault("conv2", "3,0,2,1", "weight/channel", "random:-1,1");
    OnnxModel one = InjectedModel.of(GOLDEN, FILE, random, Ranges.UNKNOWN, 1).faulty();
    assertThat(
            InjectedModel.of(GOLDEN, FILE, random, Ranges.UNKNOWN, 1)
                .faulty()
                .toBytes()
                .orElseThrow())
        .isEqualTo(one.toBytes().orElseThrow());
    assertThat(
            InjectedModel.of(GOLDEN, FILE, random, Ranges.UNKNOWN, 2)
                .faulty()
                .toBytes()
                .orElseThrow())
        .isNotEqualTo(one.toBytes().orElseThrow());
  }

  @Test
  void shouldInjectAllRowsOfATrialAsACampaignDoes() throws IOException {
    FaultList list =
        list(
            """
            Injection,Layer,TensorIndex,Bit,Model,Site
            4,conv2,"(0, 0, 0, 0)",30,flip,weight
            7,conv2,"(3, 0, 2, 1)",,"random:-1,1",weight/channel
            7,conv1,"(0, 0, 0, 0)",,ber:0.1,weight/tensor
            """);
    InjectedModel injected =
        InjectedModel.of(GOLDEN, FILE, list, 7, new BitFlip(), Ranges.UNKNOWN, 5);
    Injection campaign =
        PlacedTrials.of(GOLDEN, new FaultResolver(GOLDEN), list, new BitFlip(), Ranges.UNKNOWN, 5)
            .get(1);
    assertThat(injected.faulty().toBytes().orElseThrow())
        .isEqualTo(GOLDEN.withEdits(campaign.edits()).toBytes().orElseThrow());
    assertThat(injected.changes()).hasSize(2);
  }

  @Test
  void shouldRefuseANumberOfNoTrialOrOfSeveral() throws IOException {
    FaultList list =
        list(
            """
            Injection,Layer,TensorIndex,Bit
            4,conv2,"(0, 0, 0, 0)",30
            4,conv2,"(0, 0, 0, 1)",30
            """);
    assertThatThrownBy(
            () -> InjectedModel.of(GOLDEN, FILE, list, 4, new BitFlip(), Ranges.UNKNOWN, 0))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("expected one trial of Injection number 4")
        .hasMessageContaining("list.csv:2 and list.csv:3");
    assertThatThrownBy(
            () -> InjectedModel.of(GOLDEN, FILE, list, 5, new BitFlip(), Ranges.UNKNOWN, 0))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("expected a trial of Injection number 5, found none");
  }

  @Test
  void shouldRefuseAFaultInOneImage() {
    for (String extent : new String[] {"activation@image:3", "activation@inference:0"}) {
      assertThatThrownBy(
              () ->
                  InjectedModel.of(
                      GOLDEN, FILE, fault("conv1", "0,0,0", extent, "zero"), Ranges.UNKNOWN, 0))
          .isInstanceOf(MalformedInputException.class)
          .hasMessageContaining("a model file knows no data set");
    }
  }

  @Test
  void shouldRefuseALayerThatTheModelHasNot() {
    assertThatThrownBy(() -> InjectedModel.of(GOLDEN, FILE, flip("conv9", 31), Ranges.UNKNOWN, 0))
        .isInstanceOf(OnnxFiException.class)
        .hasMessageContaining(FILE)
        .hasMessageContaining("conv9");
  }

  @Test
  void shouldRefuseAMissingBit() {
    assertThatThrownBy(
            () ->
                InjectedModel.of(
                    GOLDEN, FILE, fault("conv2", "0,0,0,0", "weight", "flip"), Ranges.UNKNOWN, 0))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("a bit, which flip needs");
  }
}
