package io.onnxfi.checkpoint;

import io.onnxfi.file.FileKind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says what a zip archive is that torch.save did not write. */
final class ZipContent {
  /** Names of files that could be checkpoints. */
  private static final Pattern CHECKPOINT =
      Pattern.compile("(?i).*\\.(pt|pth|th|bin|ckpt|pkl|safetensors|tar)");

  private static final String PICKLE = "data.pkl";
  private static final int NAMES_SHOWN = 3;

  private ZipContent() {}

  /** In words that follow "found". */
  static String describe(FileBytes file, ZipDirectory zip) {
    byte[] head = new byte[(int) Math.min(file.size(), FileKind.HEAD_BYTES)];
    file.slice(0, head.length).get(head);
    FileKind kind = FileKind.detect(head);
    List<String> names =
        zip.names().stream()
            .filter(name -> !name.endsWith("/") && !name.startsWith("__MACOSX/"))
            .toList();
    Optional<String> pickle =
        names.stream().filter(n -> n.equals(PICKLE) || n.endsWith("/" + PICKLE)).findFirst();
    if (pickle.isPresent()) {
      return "a repacked one, with '%s'; pack it again so that %s is inside a folder"
          .formatted(PythonValue.printable(pickle.get()), PICKLE);
    }
    if (names.stream().anyMatch(name -> name.endsWith("archive_format"))) {
      return "a program of torch.export; in Python, save its state dict";
    }
    Optional<String> checkpoint =
        names.stream().filter(name -> CHECKPOINT.matcher(name).matches()).findFirst();
    if (checkpoint.isPresent()) {
      return "a zip archive that contains '%s'; unpack it and give that file"
          .formatted(PythonValue.printable(checkpoint.get()));
    }
    if (kind != FileKind.ZIP && kind != FileKind.TORCH_ZIP) {
      return kind.label();
    }
    return "a zip archive of "
        + String.join(", ", names.stream().limit(NAMES_SHOWN).map(PythonValue::printable).toList())
        + (names.size() > NAMES_SHOWN ? ", …" : "");
  }
}
