package io.onnxfi.checkpoint;

import static io.onnxfi.checkpoint.Candidates.WANTED;
import static io.onnxfi.checkpoint.Candidates.at;
import static io.onnxfi.checkpoint.Candidates.contents;
import static io.onnxfi.checkpoint.Candidates.state;
import static io.onnxfi.checkpoint.Candidates.tensor;
import static io.onnxfi.checkpoint.Candidates.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.ElementType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which dict and which prefix are taken, what is said of it, and what is refused. */
class SelectionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "module.",
        "module.module.",
        "_orig_mod.module.",
        "model._orig_mod.",
        "net.",
        "student.backbone.encoder.",
        "0."
      })
  void shouldTakeOffAnyPrefixThatAllNamesHave(String prefix) {
    Contents contents = contents(at(".", state(prefix)));

    assertThat(choose(contents).prefix()).isEqualTo(prefix);
    assertThat(notes(contents))
        .isEqualTo(
            prefix.isEmpty()
                ? List.of()
                : List.of("m.pt: prefix '" + prefix + "' removed from its names"));
  }

  @Test
  void shouldTakeTheOnlyPrefixThatFits() {
    Map<String, Entry> state = with(state("model."), "criterion.weight", tensor(10));
    state = with(state, "teacher.fc.weight", tensor(10, 4));

    assertThat(notes(contents(at(".", state))))
        .containsExactly(
            "m.pt: prefix 'model.' removed from its names",
            "m.pt: entries that tiny does not have were skipped: criterion.weight,"
                + " teacher.fc.weight");
  }

  @Test
  void shouldTakeNamesWithoutPrefixWhateverCopiesThereAre() {
    Map<String, Entry> state = state("");
    state.putAll(state("ema."));

    assertThat(choose(contents(at(".", state))).prefix()).isEmpty();
    assertThat(notes(contents(at(".", state))))
        .singleElement()
        .asString()
        .startsWith("m.pt: entries that tiny does not have were skipped: ema.conv1.weight, ");

    state.put("layer2.weight", tensor(4, 4));
    assertThatThrownBy(() -> choose(contents(at(".", state))))
        .hasMessage("m.pt does not fit tiny (1 problems): unexpected layer2.weight float[4, 4]");
  }

  @Test
  void shouldTakeWrappersOutOfTheMiddleOfNames() {
    Map<String, Entry> wrapped = new LinkedHashMap<>();
    state("model.")
        .forEach((name, entry) -> wrapped.put(name.replace("fc.", "fc._orig_mod."), entry));

    assertThat(choose(contents(at(".", wrapped))).entry("fc.bias")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"state_dict", "model_state", "network", "params", "anything else"})
  void shouldFindTheDictUnderAnyKey(String key) {
    Contents contents =
        contents(
            at(".", Map.of("best_acc", tensor())),
            at("optimizer", Map.of("exp_avg", tensor(4, 3, 3, 3))),
            at(key, state("module.")));

    assertThat(choose(contents).candidate().path()).isEqualTo(key);
    assertThat(notes(contents))
        .containsExactly(
            "m.pt: state dict '%s' read, prefix 'module.' removed from its names".formatted(key));
  }

  @Test
  void shouldListThoseThatFitAndTakeTheChosenOne() {
    Contents contents =
        contents(
            at("state_dict", state("module.")),
            at("ema", with(state(""), "n_averaged", tensor(ElementType.INT64))));

    assertThatThrownBy(() -> choose(contents))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "m.pt: 2 state dicts in it fit tiny: 'state_dict.module' (4 tensors, 4 of 4 fit),"
                + " 'ema' (5 tensors, 4 of 4 fit); choose one with --key");
    assertThat(choose(contents, "ema").candidate().path()).isEqualTo("ema");
    assertThat(choose(contents, "state_dict").candidate().path()).isEqualTo("state_dict");
    assertThat(choose(contents, "state_dict.module").key()).isEqualTo("state_dict.module");
  }

  @Test
  void shouldListPrefixesThatFit() {
    Map<String, Entry> state = state("student.");
    state.putAll(state("teacher.module."));
    Contents contents = contents(at(".", state));

    assertThatThrownBy(() -> choose(contents))
        .hasMessageContainingAll("'student' (4", "'teacher.module' (4", "choose one with --key");
    assertThat(choose(contents, "teacher").key()).isEqualTo("teacher.module");
    assertThat(choose(contents, "student").prefix()).isEmpty();
  }

  @Test
  void shouldNotCallCopiesOfOneDictTwo() {
    Map<String, Entry> state = state("");
    Contents contents = contents(at("state_dict", state), at("best", new LinkedHashMap<>(state)));

    assertThat(choose(contents).candidate().path()).isEqualTo("state_dict");
  }

  @Test
  void shouldSayWhatAKeyCouldBe() {
    assertThatThrownBy(() -> choose(contents(at("net", state("module."))), "model"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "m.pt, --key: expected one of 'net.module' (4 tensors, 4 of 4 fit), found 'model'");
    assertThat(choose(contents(at(".", state(""))), ".").key()).isEqualTo(".");
  }

  @ParameterizedTest
  @CsvSource({
    "normalize.mean, 3",
    "preprocess.input_std, 3",
    "criterion.weight, 10",
    "loss_fn.pos_weight, 10",
    "train_acc.tp, 10",
    "aux1.fc.weight, 1000",
    "conv1.total_ops, 1"
  })
  void shouldSkipWhatCannotChangeAResult(String name, int size) {
    Map<String, Entry> state = with(state(""), name, tensor(size));

    assertThat(notes(contents(at(".", state))))
        .containsExactly("m.pt: entries that tiny does not have were skipped: " + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "conv1.bias",
        "bn1.weight",
        "act.weight",
        "layer2.weight",
        "bn2.running_mean",
        "glossy.weight"
      })
  void shouldRefuseWhatMayBeAPartOfAnotherNetwork(String name) {
    Map<String, Entry> state = with(state("module."), "module." + name, tensor(4));

    assertThatThrownBy(() -> choose(contents(at(".", state))))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("m.pt does not fit tiny (1 problems): unexpected " + name + " float[4]");
  }

  @Test
  void shouldSayNothingOfCountersAndNameOtherThings() {
    Map<String, Entry> state =
        with(state(""), "bn1.num_batches_tracked", tensor(ElementType.INT64));
    assertThat(notes(contents(at(".", state)))).isEmpty();

    state = with(state, "epoch", new UnreadEntry("5", false));
    assertThat(notes(contents(List.of("argparse.Namespace", "_codecs.encode"), at(".", state))))
        .containsExactly(
            "m.pt: objects of other classes skipped, never built or called: argparse.Namespace",
            "m.pt: entries that tiny does not have were skipped: epoch");
  }

  @Test
  void shouldTakeOtherWidths() {
    Map<String, Entry> state = with(state(""), "fc.bias", tensor(ElementType.BFLOAT16, 10));

    assertThat(choose(contents(at(".", state))).isWhole()).isTrue();
  }

  private static Fit choose(Contents contents, String... key) {
    return new Selection(contents, WANTED)
        .choose(key.length == 0 ? Optional.empty() : Optional.of(key[0]));
  }

  private static List<String> notes(Contents contents) {
    return SelectionNotes.of(contents, choose(contents));
  }
}
