package io.onnxfi.cli;

import io.onnxfi.testing.Mutation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A reader of the program under damaged input: sound files, ways to damage them, commands that read
 * them.
 *
 * @param name of the kind of input
 * @param seeds sound files
 * @param damage makes a damaged file of a sound one
 * @param reader reads the damaged file as the commands do, without running anything
 * @param commands given the damaged file and a folder that does not exist yet, the words of a
 *     command; one of them is tried per case
 * @param codes exit codes that a damaged file may lead to
 */
record FuzzTarget(
    String name,
    List<Path> seeds,
    BiFunction<byte[], RandomGenerator, byte[]> damage,
    Consumer<Path> reader,
    List<BiFunction<Path, Path, Object[]>> commands,
    Set<Integer> codes) {
  /** Recorded with every failure: a case is repeated by its number. */
  static final long SEED = Long.getLong("onnxfi.test.fuzz.seed", 1);

  private static final String GENERATOR = "L64X128MixRandom";

  /** Any end that the documentation names, but for "a comparison or an audit failed". */
  static final Set<Integer> ENDS = Set.of(ExitCode.DONE, ExitCode.BAD_INPUT, ExitCode.MISSING);

  static FuzzTarget ofBytes(
      String name,
      List<Path> seeds,
      Consumer<Path> reader,
      List<BiFunction<Path, Path, Object[]>> commands) {
    return new FuzzTarget(name, seeds, Mutation::damage, reader, commands, ENDS);
  }

  /** The random choices of a case. */
  private RandomGenerator random(int number) {
    return RandomGeneratorFactory.of(GENERATOR)
        .create(SEED * 1_000_003 + 31L * number + name.hashCode());
  }

  /** Writes the damaged file of a case. */
  Path write(int number, Path folder) throws IOException {
    RandomGenerator random = random(number);
    Path sound = seeds.get(random.nextInt(seeds.size()));
    Path damaged = folder.resolve("damaged-" + sound.getFileName());
    Files.write(damaged, damage.apply(Files.readAllBytes(sound), random));
    return damaged;
  }

  /** The command of a case, whose results would go to a folder that is not there yet. */
  Object[] command(int number, Path damaged, Path out) {
    return commands.get(random(number + 1).nextInt(commands.size())).apply(damaged, out);
  }
}
