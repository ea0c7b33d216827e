package io.onnxfi.fault.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DecimalsTest {
  @Test
  void shouldWriteTheFewestDigits() {
    assertThat(Decimals.shortest(0.1)).isEqualTo("0.1");
    assertThat(Decimals.shortest(100)).isEqualTo("100");
    assertThat(Decimals.shortest(1000)).isEqualTo("1e3");
    assertThat(Decimals.shortest(-0.001)).isEqualTo("-1e-3");
    assertThat(Decimals.shortest(123456.75)).isEqualTo("123456.75");
    assertThat(Decimals.shortest(-0.0)).isEqualTo("-0");
    assertThat(Decimals.shortest(Double.NaN)).isEqualTo("NaN");
    assertThat(Decimals.shortest(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    // Of some, Double.toString of Java 17 writes more digits than needed (JDK-4511638).
    assertThat(Decimals.shortest(2.0E-3)).isEqualTo("2e-3");
    assertThat(Decimals.shortest(Double.MIN_VALUE)).isEqualTo("5e-324");
    assertThat(Decimals.shortest(0x1p-44)).isEqualTo("5.684341886080802e-14");
  }

  @Property(seed = "1")
  void shouldGiveTheSameNumberBack(@ForAll double number) {
    assertThat(Double.valueOf(Decimals.shortest(number))).isEqualTo(Double.valueOf(number));
  }

  @Test
  void shouldReadTheUsualNotations() {
    assertThat(Decimals.read("+1.50e-3")).contains(new BigDecimal("0.00150"));
    assertThat(Decimals.read(".5")).contains(new BigDecimal("0.5"));
    assertThat(Decimals.read("5.")).contains(new BigDecimal("5"));
    for (String none :
        new String[] {"", ".", "1,5", "0x1", "1f", "e5", "1e", "1e9999", "NaN", "٣"}) {
      assertThat(Decimals.read(none)).as(none).isEmpty();
    }
    assertThat(Decimals.read("1".repeat(65))).isEmpty();
  }
}
