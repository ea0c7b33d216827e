package io.onnxfi.dataset;

import io.onnxfi.dataset.FetchedFile.Outcome;
import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An archive from which one entry is taken with all that is below it: thousands of images, of which
 * the publisher states no checksums but the archive's own.
 *
 * <p>The files are unpacked beside their place and moved there in one step, so that what is there
 * is always whole. An {@link Inventory} of their checksums is left beside it, by which they are
 * verified from then on.
 *
 * @param archive whose checksum is verified before anything is unpacked
 * @param folder below the data folder; the archive's own paths are kept below it
 * @param entry a folder or file in the archive
 */
record TreeParcel(Archive archive, String folder, String entry) implements Fetchable {
  @Override
  public List<FetchedFile> fetch(DataRoot root, Fetcher fetcher, FetchListener listener) {
    Path target = root.resolve(folder).resolve(entry);
    Inventory inventory = new Inventory(target);
    try {
      if (Files.exists(target)) {
        refuseForeign(inventory);
        if (inventory.holds(listener)) {
          return List.of(new FetchedFile(target, Outcome.ALREADY_THERE));
        }
      }
    } catch (IOException e) {
      throw Fetcher.noRoom(target, e);
    }
    Outcome outcome =
        archive.use(root, fetcher, listener, packed -> unpack(packed, target, inventory));
    return List.of(new FetchedFile(target, outcome));
  }

  /** What somebody else put there cannot be verified, and is not ours to replace. */
  private void refuseForeign(Inventory inventory) {
    if (!Files.exists(inventory.file())) {
      throw MalformedInputException.of(
          inventory.target().toString(),
          "what an earlier fetch left, with its checksums in " + inventory.file().getFileName(),
          "no checksums; use it as it is, or move it away and run: onnxfi fetch "
              + archive.fetchName());
    }
  }

  private void unpack(Path packed, Path target, Inventory inventory) throws IOException {
    Files.createDirectories(target.toAbsolutePath().getParent());
    Path staged = target.resolveSibling(target.getFileName() + ".unpacking");
    FileTrees.delete(staged); // what an attempt left that was killed
    try {
      TreeUnpacking unpacking = new TreeUnpacking(packed, entry, staged);
      archive.packing().forEachFile(packed, unpacking);
      inventory.write(unpacking.checksums());
      FileTrees.delete(target);
      Fetcher.move(staged, target);
    } finally {
      FileTrees.delete(staged);
    }
  }
}
