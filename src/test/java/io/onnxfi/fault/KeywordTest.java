package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.ParameterSpec;
import io.onnxfi.zoo.Zoo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeywordTest {
  private static final List<String> VIT = names("vit_b_16", new ImageSize(3, 224, 224));
  private static final List<String> RESNET56 = names("resnet56", new ImageSize(3, 32, 32));
  private static final List<String> GOOGLENET = torchvisionGoogLeNet();

  private static List<String> names(String architecture, ImageSize input) {
    return Zoo.architecture(architecture, "imagenet", input, 10).parameters().stream()
        .map(ParameterSpec::name)
        .toList();
  }

  /** As torchvision names its parameters: three convolutions before the first inception. */
  private static List<String> torchvisionGoogLeNet() {
    List<String> units = new ArrayList<>(List.of("conv1", "conv2", "conv3"));
    for (String module : "3a 3b 4a 4b 4c 4d 4e 5a 5b".split(" ", -1)) {
      for (String branch : "1 2.0 2.1 3.0 3.1 4.1".split(" ", -1)) {
        units.add("inception" + module + ".branch" + branch);
      }
    }
    List<String> names = new ArrayList<>();
    for (String unit : units) {
      names.addAll(List.of(unit + ".conv.weight", unit + ".bn.weight", unit + ".bn.bias"));
    }
    names.addAll(List.of("fc.weight", "fc.bias"));
    return names;
  }

  private static Keyword keyword(String text) {
    List<Keyword> keywords = Keyword.parse("--select", text);
    assertThat(keywords).hasSize(1);
    return keywords.get(0);
  }

  private static long count(String keyword, List<String> names) {
    return names.stream().filter(keyword(keyword)::matches).count();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "mlp,ln~mlp;ln",
        "['conv3.conv','fc.weight']~conv3.conv;fc.weight",
        "[\"mlp\", \"ln\"]~mlp;ln",
        "[mlp, ln]~mlp;ln",
        " mlp , ln ~mlp;ln",
        "'mlp','ln'~mlp;ln",
        "glob:*.conv?,re:^fc~glob:*.conv?;re:^fc",
        "re:layer[1,2],bn~re:layer[1,2];bn",
        "re:(a|b){1,2}\\.x,bn,re:[,]~re:(a|b){1,2}\\.x;bn;re:[,]"
      })
  void shouldReadKeywordsBareOrAsAListInPython(String text, String keywords) {
    assertThat(Keyword.parse("--select", text))
        .extracting(Keyword::text)
        .containsExactly(keywords.split(";", -1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "[]", "[ ]"})
  void shouldTakeAnEmptyListForAll(String text) {
    assertThat(Keyword.parse("--select", text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {",", "mlp,", ",mlp", "mlp,,ln", "['']", "['mlp',]"})
  void shouldRefuseNothingBetweenCommas(String text) {
    assertThatThrownBy(() -> Keyword.parse("--select", text))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "--select: expected parts of names with commas between them, found '" + text + "'");
  }

  @Test
  void shouldRefuseWhatIsNoExpression() {
    assertThatThrownBy(() -> Keyword.parse("--select", "mlp,re:(a"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("--select: expected a regular expression, found '(a'");
  }

  @ParameterizedTest
  @CsvSource({"conv3.conv,1", "fc.weight,1", "inception3a,18", "branch2.1,27"})
  void shouldChooseOfGoogLeNetWithoutDoubt(String keyword, int tensors) {
    assertThat(count(keyword, GOOGLENET)).isEqualTo(tensors);
    assertThat(keyword(keyword).doubt(GOOGLENET)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "mlp,48", // two linear layers in each of twelve
    "ln,50", // two normalisations in each, and the last
    "encoder_layer_0,12",
    "encoder_layer_2,12",
    "encoder_layer_11,12",
    "encoder_layer,144",
    "encoder,147",
    "layer_3,12",
    "in_proj,24",
    "self_att,48",
    "bias,75",
    "weight,75",
    "head,2",
    "emb,1"
  })
  void shouldChooseOfViTWithoutDoubt(String keyword, int tensors) {
    assertThat(count(keyword, VIT)).isEqualTo(tensors);
    assertThat(keyword(keyword).doubt(VIT)).isEmpty();
  }

  @Test
  void shouldDoubtANumberThatGoesOn() {
    assertThat(keyword("encoder_layer_1").doubt(VIT))
        .contains(
            "'encoder_layer_1' also matches encoder_layer_10, encoder_layer_11 (24 of 36 tensors);"
                + " without them: 're:(?<!\\p{L})encoder_layer_1(?!\\d)'");
    assertThat(keyword("layer1.1").doubt(RESNET56)).isEmpty(); // nine blocks, from 0
    assertThat(keyword("layer1.1").doubt(List.of("layer1.1.conv", "layer1.10.conv")))
        .contains(
            "'layer1.1' also matches layer1.10 (1 of 2 tensors); without them:"
                + " 're:(?<!\\p{L})layer1\\.1(?!\\d)'");
  }

  @Test
  void shouldSayWhereOnlyLongerNumbersMatch() {
    assertThat(keyword("layer_1").doubt(List.of("layer_0.w", "layer_10.w", "layer_11.w")))
        .contains("'layer_1' only matches layer_10, layer_11 (2 of 2 tensors)");
  }

  @Test
  void shouldDoubtANumberThatBeginsEarlier() {
    assertThat(keyword("1.conv").doubt(List.of("layer1.1.conv", "layer1.11.conv", "layer1.2.conv")))
        .hasValueSatisfying(
            doubt ->
                assertThat(doubt).startsWith("'1.conv' also matches 11.conv (1 of 2 tensors)"));
  }

  @Test
  void shouldDoubtAWordThatBeginsEarlier() {
    assertThat(keyword("fc.weight").doubt(List.of("xfc.weight", "conv.weight")))
        .contains("'fc.weight' only matches xfc.weight (1 of 1 tensors)");
    assertThat(keyword("fc.weight").doubt(List.of("xfc.weight", "fc.weight")))
        .contains(
            "'fc.weight' also matches xfc.weight (1 of 2 tensors); without them:"
                + " 're:(?<!\\p{L})fc\\.weight(?!\\p{L})'");
  }

  /** A word of which others are longer forms, against a word that nobody wrote in full. */
  @Test
  void shouldDoubtALongerWordOnlyWhereOthersHaveItWhole() {
    assertThat(keyword("down").doubt(List.of("layer2.downsample.0.weight", "fc.weight"))).isEmpty();
    assertThat(keyword("down").doubt(List.of("layer2.downsample.0.weight", "down.weight")))
        .isPresent();
  }

  @Test
  void shouldNameAFewOfManyLongerOnes() {
    List<String> names = IntStream.range(0, 2000).mapToObj(i -> "layer" + i + ".weight").toList();

    assertThat(keyword("layer1").doubt(names))
        .hasValueSatisfying(
            doubt ->
                assertThat(doubt)
                    .startsWith(
                        "'layer1' also matches layer10, layer11, layer12, layer13 and 1,106 more"
                            + " (1,110 of 1,111 tensors)"));
  }

  @Test
  void shouldNotDoubtExpressions() {
    assertThat(keyword("glob:*layer_1*").doubt(VIT)).isEmpty();
    assertThat(keyword("re:layer_1").doubt(VIT)).isEmpty();
  }

  /** What is offered in place of a doubtful keyword chooses those that have it whole. */
  @Property(tries = 500, seed = "1")
  void shouldOfferAnExpressionThatChoosesTheOthers(
      @ForAll @Chars({'a', 'b', '1', '2', '.', '_', '+'}) @StringLength(min = 1, max = 3)
          String text,
      @ForAll @Chars({'a', 'b', '1', '2', '.', '_', '+'}) @StringLength(max = 7) String one,
      @ForAll @Chars({'a', 'b', '1', '2', '.', '_', '+'}) @StringLength(max = 7) String other) {
    List<String> names = List.of(text, one, text + one, other + text, one + text + other);
    Optional<String> doubt = keyword(text).doubt(names);
    if (doubt.isPresent()) {
      assertThat(doubt.get()).contains("without them: '").doesNotContain("\n");
      String offered = doubt.get().substring(doubt.get().indexOf("'re:") + 1).replaceAll("'$", "");
      assertThat(keyword(offered).doubt(names)).isEmpty();
      List<String> left = names.stream().filter(keyword(offered)::matches).toList();
      assertThat(left).contains(text);
      assertThat(keyword(text).doubt(left)).isEmpty();
    }
  }

  @Test
  void shouldKnowWhatIsLikeAnUnknownOne() {
    List<String> zoo = names("googlenet", new ImageSize(3, 32, 32));

    assertThat(keyword("conv3.conv").near(zoo)).first().isEqualTo("conv1.conv");
    assertThat(keyword("encoder_layer_12").near(VIT)).first().isEqualTo("encoder_layer_1");
    assertThat(keyword("fc.wieght").near(GOOGLENET)).contains("fc.weight");
    assertThat(keyword("re:nothing").near(VIT)).isEmpty();
  }
}
