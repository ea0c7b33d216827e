package io.onnxfi.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.agreement.Comparison;
import io.onnxfi.outcome.Outcomes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgreementTableTest {
  private static final String COUNTS = "n_injections,masked,non_critical,critical";

  @TempDir private Path folder;

  private List<String> table(String list) throws IOException {
    Outcomes outcomes = Outcomes.read(Files.writeString(folder.resolve("list.csv"), list));
    Path file = folder.resolve("agreement.csv");
    AgreementTable.write(
        file, outcomes.list().header(), "a", "b", Comparison.of(outcomes, outcomes));
    return Files.readAllLines(file);
  }

  @Test
  void shouldKeepTheColumnsOfPublishedFaults() throws IOException {
    assertThat(table("Injection,Layer,TensorIndex,Bit," + COUNTS + "\n7,fc,\"(1,)\",3,9,4,3,2\n"))
        .containsExactly(
            "Injection,Layer,TensorIndex,Bit,n_injections,masked_a,masked_b,non_critical_a,"
                + "non_critical_b,critical_a,critical_b,due_a,due_b,crashed_a,crashed_b,identical",
            "7,fc,\"(1,)\",3,9,4,4,3,3,2,2,0,0,0,0,true");
  }

  @Test
  void shouldNameModelsAndSitesWhereTheListDoes() throws IOException {
    List<String> lines =
        table(
            """
            Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical,Model,Site
            0,fc,"(1,)",3,9,4,3,2,flip,weight
            1,relu,"(1,)",,9,4,3,2,zero,activation/channel
            2,fc,"(2,)",4,9,9,0,0,flip,weight
            2,relu,"(2,)",,9,9,0,0,zero,activation
            """);
    assertThat(lines.get(0)).startsWith("Injection,Layer,TensorIndex,Bit,Model,Site,n_injections");
    assertThat(lines.get(1)).startsWith("0,fc,\"(1,)\",3,flip,weight,9");
    assertThat(lines.get(2)).startsWith("1,relu,\"(1,)\",-,zero,activation/channel,9");
    assertThat(lines.get(3)).startsWith("2,several,\"(2,) and 1 more\",several,several,several,9");
  }
}
