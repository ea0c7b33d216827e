package io.onnxfi.campaign.cut;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunSizesTest {
  @Test
  void shouldTrySomeSizesAndKeepTheFastest() {
    RunSizes sizes = RunSizes.upTo(100, 25);
    List<Integer> tried = new ArrayList<>();
    for (int fault = 0; fault < 6; fault++) {
      tried.add(sizes.next());
      sizes.took(Math.abs(sizes.next() - 50) + 1);
    }
    assertThat(tried).containsExactly(25, 100, 50, 12, 50, 50);
    assertThat(sizes.best()).isEqualTo(50);
  }

  @Test
  void shouldKeepASizeThatIsFixed() {
    RunSizes sizes = RunSizes.fixed(7);
    sizes.took(1);
    assertThat(sizes.next()).isEqualTo(7);
  }
}
