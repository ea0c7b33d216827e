package io.onnxfi.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.testing.Fonts;
import java.awt.Font;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlagTest {
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

  @BeforeEach
  void requireFonts() {
    Fonts.require();
  }

  private static List<Flag> place(double... xs) {
    List<CurveFigure.Mark> marks =
        Arrays.stream(xs).mapToObj(x -> new CurveFigure.Mark(x, "10 points")).toList();
    return Flag.place(marks, x -> x, 800, FONT);
  }

  @Test
  void shouldHoistLabelsOverThoseOnTheirRight() {
    assertThat(place(100, 110, 120, 400)).extracting(Flag::row).containsExactly(0, 0, 1, 2);
    assertThat(place(100, 400)).extracting(Flag::row).containsExactly(0, 0);
  }

  @Test
  void shouldStayOnThePaper() {
    List<Flag> flags = place(795, 799);
    assertThat(flags).allMatch(flag -> flag.left() + flag.width() <= 800);
    assertThat(flags).extracting(Flag::at).containsExactly(799.0, 795.0);
    assertThat(flags).extracting(Flag::row).containsExactly(0, 1);
  }
}
