package io.onnxfi.fault.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultModelsTest {
  private static final String BER =
      "ber:P[,K[,BIT]] with P from 0 to 1, pattern K a whole number, BIT from 0 to 63";

  private static final List<String> NAMES =
      List.of(
          "flip",
          "burst",
          "bits",
          "set",
          "random",
          "gaussian",
          "gaussian-abs",
          "ber",
          "count",
          "zero");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flip",
        "flip:30,3",
        "flip:63,0",
        "stuck-at-0",
        "stuck-at-1",
        "burst:1",
        "burst:64",
        "bits:2",
        "byte",
        "set:0",
        "set:-0",
        "set:-1.5",
        "set:9007199254740993",
        "set:1e300",
        "set:NaN",
        "set:-Infinity",
        "zero",
        "random",
        "random:-1,1",
        "gaussian:0",
        "gaussian:0.1",
        "gaussian-abs:1e-3",
        "ber:1e-10",
        "ber:0",
        "ber:1",
        "ber:1e-6,0",
        "ber:0,12",
        "ber:0.5,999999999999999999,63",
        "count:1",
        "count:1000000"
      })
  void shouldWriteALabelAsItWasRead(String label) {
    FaultModel model = FaultModels.parse("--fault", label);

    assertThat(model.label()).isEqualTo(label);
    assertThat(FaultModels.parse("--fault", model.label())).isEqualTo(model);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flip:3,30|flip:30,3",
        "flip: 3, 30|flip:30,3",
        "burst:03|burst:3",
        "set:+1.500|set:1.5",
        "set:nan|set:NaN",
        "set:+inf|set:Infinity",
        "set:-INFINITY|set:-Infinity",
        "set:-0.0|set:-0",
        "set:1000|set:1e3",
        "set:100|set:100",
        "random:-1.0, 1E0|random:-1,1",
        "gaussian:1.0e-1|gaussian:0.1",
        "gaussian:0.1000000000000000055511|gaussian:0.1",
        "ber:0.000001|ber:1e-6",
        "ber:.5|ber:0.5",
        "ber:1e-06, 07, 31|ber:1e-6,7,31",
        "ber:1.|ber:1",
        "gaussian-abs:0.00015|gaussian-abs:1.5e-4"
      })
  void shouldWriteNumbersInTheShortestForm(String read, String written) {
    assertThat(FaultModels.parse("--fault", read).label()).isEqualTo(written);
    assertThat(FaultModels.parse("--fault", written)).isEqualTo(FaultModels.parse("--fault", read));
  }

  @Property(seed = "1")
  void shouldGiveEveryNumberBack(@ForAll double number) {
    if (Double.isFinite(number)) {
      FaultModel model = new AbsoluteNoise(Math.abs(number));
      assertThat(FaultModels.parse("--fault", model.label())).isEqualTo(model);
    }
  }

  /** Labels come from files: whatever they are, they are read or refused in one line. */
  @Property(seed = "1")
  void shouldReadOrRefuseAnything(
      @ForAll @IntRange(max = 9) int name,
      @ForAll
          @Chars({'0', '1', '9', '.', ',', '-', '+', 'e', 'N', 'a', ' ', '\n', '٣'})
          @StringLength(max = 30)
          String parameter) {
    String label = NAMES.get(name) + ":" + parameter;
    try {
      FaultModel model = FaultModels.parse("list.csv:2", label);
      assertThat(FaultModels.parse("list.csv:2", model.label())).isEqualTo(model);
    } catch (MalformedInputException e) {
      assertThat(e.getMessage()).startsWith("list.csv:2: expected ").doesNotContain("\n");
    }
  }

  @Test
  void shouldNotDependOnTheLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(new BitErrorRate(1.5e-6).label()).isEqualTo("ber:1.5e-6");
      assertThat(new Burst(12).label()).isEqualTo("burst:12");
      assertThat(new FixedBits(0x41).label()).isEqualTo("flip:6,0");
      assertThat(new RandomBetween(-1, 2).label()).isEqualTo("random:-1,2");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "FLIP", "flop", "stuck-at-2", " flip", "flip ", "gauss:1", ":", "ber 1"})
  void shouldListAllModelsWhenOneIsUnknown(String label) {
    assertThatThrownBy(() -> FaultModels.parse("list.csv:3", label))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "list.csv:3: expected one of flip, stuck-at-0, stuck-at-1, flip:BITS, burst:N, bits:N,"
                + " byte, set:VALUE, zero, random, random:LOW,HIGH, gaussian:ALPHA,"
                + " gaussian-abs:SIGMA, ber:P[,K[,BIT]], count:N, found '"
                + label
                + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flip:|flip or flip:BITS with BITS distinct, from 0 to 63, with commas",
        "flip:64|flip or flip:BITS with BITS distinct, from 0 to 63, with commas",
        "flip:3,3|flip or flip:BITS with BITS distinct, from 0 to 63, with commas",
        "flip:3,|flip or flip:BITS with BITS distinct, from 0 to 63, with commas",
        "flip:-1|flip or flip:BITS with BITS distinct, from 0 to 63, with commas",
        "stuck-at-0:1|stuck-at-0",
        "burst|burst:N with N from 1 to 64",
        "burst:0|burst:N with N from 1 to 64",
        "burst:65|burst:N with N from 1 to 64",
        "burst:99999999999999999999|burst:N with N from 1 to 64",
        "bits:two|bits:N with N from 1 to 64",
        "byte:1|byte",
        "set|set:VALUE with VALUE a number, NaN, Infinity or -Infinity",
        "set:|set:VALUE with VALUE a number, NaN, Infinity or -Infinity",
        "set:1,5|set:VALUE with VALUE a number, NaN, Infinity or -Infinity",
        "set:0x1p3|set:VALUE with VALUE a number, NaN, Infinity or -Infinity",
        "set:1d|set:VALUE with VALUE a number, NaN, Infinity or -Infinity",
        "set:1e9999|set:VALUE with VALUE a number, NaN, Infinity or -Infinity",
        "zero:0|zero",
        "random:1|random or random:LOW,HIGH with LOW below HIGH",
        "random:1,1|random or random:LOW,HIGH with LOW below HIGH",
        "random:1,2,3|random or random:LOW,HIGH with LOW below HIGH",
        "random:0,inf|random or random:LOW,HIGH with LOW below HIGH",
        "gaussian|gaussian:ALPHA with ALPHA at least 0",
        "gaussian:-0.1|gaussian:ALPHA with ALPHA at least 0",
        "gaussian:NaN|gaussian:ALPHA with ALPHA at least 0",
        "gaussian-abs:1e999|gaussian-abs:SIGMA with SIGMA at least 0",
        "ber:1.1|" + BER,
        "ber:-1e-9|" + BER,
        "ber:1e-6%|" + BER,
        "ber|" + BER,
        "ber:,1|" + BER,
        "ber:1e-6,|" + BER,
        "ber:1e-6,-1|" + BER,
        "ber:1e-6,1.5|" + BER,
        "ber:1e-6,1,64|" + BER,
        "ber:1e-6,1,2,3|" + BER,
        "ber:1e-6,1234567890123456789|" + BER,
        "ber:2,1|" + BER,
        "count:0|count:N with N a whole number, at least 1",
        "count:1.5|count:N with N a whole number, at least 1",
        "count:1e3|count:N with N a whole number, at least 1"
      })
  void shouldSayWhatAParameterMustBe(String label, String expected) {
    assertThatThrownBy(() -> FaultModels.parse("--fault", label))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("--fault: expected " + expected + ", found '" + label + "'");
  }
}
