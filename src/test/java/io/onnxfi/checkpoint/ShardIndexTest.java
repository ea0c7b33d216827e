package io.onnxfi.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A checkpoint in several files: two sound ones of other formats, each with a tensor. */
class ShardIndexTest {
  private static final String BOTH =
      "{'metadata':{'total_size':48},'weight_map':{'w':'a-00001-of-00002.bin','v':'b 2.bin'}}";

  @TempDir private Path folder;

  @Test
  void shouldReadAllFilesThatItNames() throws IOException {
    Files.write(folder.resolve("a-00001-of-00002.bin"), LegacyFile.sound().bytes());
    Files.write(
        folder.resolve("b 2.bin"),
        ZipBytes.sound()
            .with(
                "a/data.pkl",
                PickleBytes.protocol2()
                    .raw("}")
                    .text("v")
                    .append(LegacyFile.tensor(0, new long[] {6}, new long[] {1}))
                    .raw("s")
                    .stop())
            .bytes());
    Checkpoint checkpoint = Checkpoint.read(write(BOTH));

    assertThat(checkpoint.format()).isEqualTo(CheckpointFormat.SHARDED);
    ParameterShapes wanted =
        new ParameterShapes("net", Map.of("w", Shape.of(2, 3), "v", Shape.of(6)));
    assertThat(checkpoint.stateDict(wanted, Optional.empty()).tensors()).containsOnlyKeys("w", "v");
    assertThat(checkpoint.sha256()).matches("[0-9a-f]{64}");
  }

  @Test
  void shouldNameTheFilesThatAreMissing() throws IOException {
    Files.write(folder.resolve("b 2.bin"), LegacyFile.sound().bytes());
    assertRefused(BOTH, "all 2 of them beside it, found no a-00001-of-00002.bin; download what is");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | found a JSON file",
        "{'weight_map':{}} | found a JSON file",
        "{'weight_map':[]} | found a JSON file",
        "{'weight_map':{'w':'../a'}} | names of files beside it in weight_map, found '../a'",
        "{'weight_map':{'w':'/etc/passwd'}} | found '/etc/passwd'",
        "{'weight_map':{'w':'..'}} | found '..'",
        "{'weight_map':{'w':3}} | found '3'",
        "{'weight_map':{'w':'a'} | broken JSON",
        "{'weight_map':{'w':'model.index.json'}} | found another index"
      })
  void shouldRefuseWhatIsNoIndex(String json, String messagePart) throws IOException {
    assertRefused(json, messagePart);
  }

  private void assertRefused(String json, String messagePart) throws IOException {
    Path file = write(json);
    assertThatThrownBy(() -> Checkpoint.read(file))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(messagePart);
  }

  private Path write(String json) throws IOException {
    return Files.writeString(folder.resolve("model.index.json"), json.replace('\'', '"'));
  }
}
