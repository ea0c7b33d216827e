package io.onnxfi.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.Failure;
import io.onnxfi.error.MissingResourceException;
import org.junit.jupiter.api.Test;

class GeneratorsTest {
  @Test
  void shouldMakeTheGeneratorOfThatName() {
    assertThat(Generators.of("Xoshiro256PlusPlus").create(7).nextLong())
        .isEqualTo(Generators.of("Xoshiro256PlusPlus").create(7).nextLong());
    assertThat(Generators.of("L64X128MixRandom").name()).isEqualTo("L64X128MixRandom");
  }

  @Test
  void shouldNameTheModuleThatIsMissing() {
    assertThatThrownBy(() -> Generators.of("NoSuchRandom"))
        .isInstanceOf(MissingResourceException.class)
        .hasMessageContaining("no random numbers by NoSuchRandom")
        .hasMessageContaining("--add-modules jdk.random")
        .satisfies(
            thrown ->
                assertThat(Failure.of(thrown, "home").kind()).isEqualTo(Failure.Kind.MISSING));
  }
}
