package io.onnxfi.fault.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.csv.CsvFile;
import io.onnxfi.error.MalformedInputException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which list it is, the columns tell. */
class ListFormTest {
  @TempDir private Path folder;

  private ListForm form(String text) {
    Path file = Lists.file(folder, "list.csv", text);
    return ListForm.of(CsvFile.read(file, "list.csv", "a fault list"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Injection,Layer,TensorIndex,Bit | ONNXFI",
        "bit;tensorindex;layer;injection | ONNXFI",
        "0,conv1,\"(3, 0, 2, 1)\",15 | ONNXFI",
        "0,conv1,3 0 2 1,15 | ONNXFI",
        "# neurons\\nInjection,LayerName,LayerIndex,FeatureMapIndex,Value | SCI_FI",
        "batch,layer,channel,depth,height,width,bit | ALFI_NEURONS",
        "Layer , Filter,Channel,Depth,Height,Width,Value | ALFI_WEIGHTS",
        "layer,k,c,d,h,w,bit\\n0,1,2,-1,0,0,3 | ALFI_WEIGHTS",
        "layer,channel_in,channel_out,3D channel,height,width,bit\\n0,,2,-1,0,0,3 | ALFI_NEURONS",
        "layer,channel_in,channel_out,3D channel,height,width,bit\\n"
            + "0,-1,-1,-1,0,0,3 | ALFI_WEIGHTS",
      })
  void shouldKnowAListByItsColumns(String text, ListForm form) {
    assertThat(form(text.replace("\\n", "\n") + "\n")).isEqualTo(form);
  }

  @Test
  void shouldNameTheColumnsOfAllForms() {
    assertThatThrownBy(() -> form("a,b\n1,2\n"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "list.csv: expected a header: Injection,Layer,TensorIndex,Bit; or"
                + " Injection,LayerName,LayerIndex,FeatureMapIndex,Value; or"
                + " batch,layer,channel,depth,height,width,bit; or"
                + " layer,filter,channel,depth,height,width,bit, found 'a,b'");
    assertThatThrownBy(() -> form("")).hasMessageContaining("found an empty file");
    assertThatThrownBy(() -> ListForm.named("--from", "alfi"))
        .hasMessage(
            "--from: expected one of onnxfi, sci-fi, alfi-neurons, alfi-weights, found 'alfi'");
  }
}
