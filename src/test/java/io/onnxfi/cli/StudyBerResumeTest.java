package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.testing.MortalDisk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The bytes of a study do not depend on how it came to them. */
class StudyBerResumeTest extends SmallBerStudy {
  /** Kills that are tried: {@code -Donnxfi.test.kills=25} tries more. */
  private static final int KILLS = Integer.getInteger("onnxfi.test.kills", 4);

  @Test
  void shouldGiveTheSameBytesWhateverThreadsAndEngine() throws IOException {
    Object[] parts = {"--by", "layer", "--repetitions", 2};
    Map<String, String> one = results(done("one", Cli.join(parts, "--threads", 1)));

    assertThat(results(done("two", Cli.join(parts, "--threads", 2)))).isEqualTo(one);
    assertThat(results(done("plain", Cli.join(parts, "--engine", "plain")))).isEqualTo(one);
  }

  @Test
  void shouldGiveTheSameBytesIfItIsExtendedStepByStep() throws IOException {
    Map<String, String> whole = results(done("whole"));
    Path out = folder.resolve("steps");
    assertThat(study(out, "--repetitions", 2).code()).isZero();
    assertThat(study(out, "--rates", "1e-4,1e-2").code()).isZero();

    assertThat(results(done("steps"))).isEqualTo(whole);
  }

  /** At the writing or moving of any file. */
  @Test
  void shouldGoOnAfterAKillAtAnyStep() throws IOException {
    Map<String, String> whole = results(done("whole", "--backend", "ort"));
    MortalDisk counting = new MortalDisk(folder, Integer.MAX_VALUE);
    run(counting, folder.resolve("counted"));
    int steps = counting.changes().size();
    for (int kill = 0; kill < 2 * KILLS; kill++) {
      int step = steps * kill / (2 * KILLS);
      Path out = folder.resolve("killed" + step);
      MortalDisk disk = new MortalDisk(folder, step);
      assertThatThrownBy(() -> run(disk, out)).isInstanceOf(MortalDisk.Killed.class);
      assertThat(results(done("killed" + step, "--backend", "ort")))
          .as("after %s", disk.changes())
          .isEqualTo(whole);
    }
  }

  private void run(MortalDisk disk, Path out) {
    CommandLine command =
        Main.commandLine()
            .setErr(new PrintWriter(Writer.nullWriter()))
            .setOut(new PrintWriter(Writer.nullWriter()));
    command.registerConverter(
        Path.class, text -> text.equals(out.toString()) ? disk.over(out) : Path.of(text));
    String[] words =
        Arrays.stream(words(out, "--backend", "ort")).map(String::valueOf).toArray(String[]::new);
    CommandLine study =
        command.parseArgs(words).subcommand().subcommand().commandSpec().commandLine();
    ((StudyBerCommand) study.getCommand()).call();
  }
}
