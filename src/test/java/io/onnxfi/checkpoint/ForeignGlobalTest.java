package io.onnxfi.checkpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names that are not on the list are refused where they are mentioned, whatever is done to them.
 */
class ForeignGlobalTest {
  private static final int PICKLES = 5;

  @ParameterizedTest
  @ValueSource(
      strings = {
        // GLOBAL alone: nothing may be needed to call it.
        "cposix\nsystem\n.",
        "cposix\nsystem\nX\u0002\u0000\u0000\u0000ls\u0085R.",
        // STACK_GLOBAL, by SHORT_BINUNICODE, BINUNICODE and SHORT_BINSTRING.
        "\u008c\u0005posix\u008c\u0006system\u0093.",
        "X\u0005\u0000\u0000\u0000posixX\u0006\u0000\u0000\u0000system\u0093.",
        "U\u0005posixU\u0006system\u0093.",
        // INST and OBJ.
        "(iposix\nsystem\n.",
        "(X\u0002\u0000\u0000\u0000lsiposix\nsystem\n.",
        "(cposix\nsystem\no.",
        // Inside values, and behind a sound one.
        "}(K\u0001cposix\nsystem\nu.",
        "K\u00010cposix\nsystem\n."
      })
  void shouldRefuseByNameInEachPickle(String pickle) {
    for (int index = 0; index < PICKLES; index++) {
      byte[] bytes = PickleBytes.protocol2().raw(pickle).bytes();
      String found =
          index == LegacyFile.MAGIC
              ? "a Python pickle that torch.save did not write"
              : "posix.system";
      assertRefused(LegacyFile.sound().with(index, bytes), found);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // What the pickle library itself would construct.
        "array.array",
        "builtins.bytearray",
        "builtins.Exception",
        "builtins.set",
        "copy_reg._reconstructor",
        "datetime.datetime",
        "decimal.Decimal",
        "exceptions.ValueError",
        "_codecs.encode",
        // Close to the list.
        "builtins.eval",
        "collections.Counter",
        "torch.load",
        "torch.Storage",
        "torch.FloatStorage.",
        "torch._utils._rebuild_tensor_v9",
        "torch.nn.modules.linear.Linear"
      })
  void shouldRefuseEverythingElse(String name) {
    int dot = name.indexOf('.', name.startsWith("torch._utils.") ? "torch._".length() : 0);
    PickleBytes object =
        PickleBytes.protocol2().global(name.substring(0, dot), name.substring(dot + 1));
    assertRefused(LegacyFile.sound().withObject(object.stop()), name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ctorch\nFloatStorage\n)R.", // REDUCE
        "ctorch\nFloatStorage\n)\u0081.", // NEWOBJ
        "ctorch\nFloatStorage\n)}\u0092.", // NEWOBJ_EX
        "(ctorch\nFloatStorage\no.", // OBJ
        "(itorch\nFloatStorage\n.", // INST
        "ctorch\nFloatStorage\n}b.", // BUILD
        "ccollections\nOrderedDict\n]\u0085R.", // REDUCE with arguments
        "]}b.", // BUILD of a list
        "X\u0001\u0000\u0000\u0000a)R.", // REDUCE of a str
        "\u0082\u0001.", // EXT1
        "(I1\nI2\nd.", // protocol 0
        "\u008f.", // EMPTY_SET
        "\u0097." // NEXT_BUFFER
      })
  void shouldRefuseCallsAndStateOfAnythingButTheKnown(String pickle) {
    byte[] object = PickleBytes.protocol2().raw(pickle).bytes();
    assertThatThrownBy(() -> LegacyFile.sound().withObject(object).read())
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("test.th: ");
  }

  @Test
  void shouldKeepMessagesInOneLine() {
    byte[] object =
        PickleBytes.protocol2().text("po\nsix\u001b[2J").text("x".repeat(900)).raw("\u0093").stop();
    assertThatThrownBy(() -> LegacyFile.sound().withObject(object).read())
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("po?six?[2J.xxx")
        .message()
        .hasSizeLessThan(300);
  }

  private static void assertRefused(LegacyFile file, String name) {
    assertThatThrownBy(file::read)
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("test.th: ")
        .hasMessageContaining(name);
  }
}
