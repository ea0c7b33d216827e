package io.onnxfi.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.outcome.Outcomes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {
  private static final String HEADER =
      "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical\n";

  @TempDir private Path folder;

  private Outcomes outcomes(String rows) throws IOException {
    return Outcomes.read(Files.writeString(folder.resolve("list.csv"), HEADER + rows));
  }

  @Test
  void shouldTakeEveryTrialForADraw() throws IOException {
    assertThat(Sample.of(outcomes("0,c,\"(1,)\",3,10,0,5,5\n"))).hasSize(1);
  }

  @Test
  void shouldRefuseWhatIsNoSample() throws IOException {
    assertThatThrownBy(() -> Sample.of(outcomes("")))
        .hasMessage("list.csv: expected faults, found none");
    for (String counts : new String[] {"10,0,0,11", "0,0,0,0"}) {
      Outcomes impossible = outcomes("0,c,\"(1,)\",3,10,0,5,5\n1,c,\"(1,)\",4," + counts + "\n");
      assertThatThrownBy(() -> Sample.of(impossible))
          .hasMessageStartingWith("list.csv:3: expected counts within n_injections, found ");
    }
  }
}
