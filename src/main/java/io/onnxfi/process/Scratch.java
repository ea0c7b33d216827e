package io.onnxfi.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The folder of this process for temporary files, which the launcher made and gave to Java as
 * {@code java.io.tmpdir}: libraries unpack their native parts there and leave them behind.
 *
 * <p>It is removed when the process ends, by itself or by a signal. A process that is killed cannot
 * do so; the next one removes its folder. Whether the owner of a folder lives is told by a lock on
 * a file in it, which the system releases with the process, and which holds across containers,
 * where process numbers say nothing.
 */
public final class Scratch {
  /** Set by the launcher: the folder. */
  static final String PROPERTY = "onnxfi.scratch";

  private static final String NAME = "onnxfi.??????";
  private static final String LOCK = "lock";

  /** It is locked under this name, so that no file of the other name is ever without its lock. */
  private static final String UNLOCKED = "lock.new";

  /** A launcher makes the folder before its Java locks it; a busy machine takes its time. */
  private static final Duration STARTING = Duration.ofMinutes(10);

  private final Path folder;

  /** Held as long as this object: a channel that nothing refers to is closed with its lock. */
  private final FileChannel lock;

  private Scratch(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Takes possession of the folder and removes those of dead processes.
   *
   * @return nothing if the program was started without the launcher
   * @throws IOException if the folder cannot be used
   */
  public static Optional<Scratch> claim() throws IOException {
    String folder = System.getProperty(PROPERTY);
    if (folder == null) {
      return Optional.empty();
    }
    Path own = Path.of(folder);
    Path unlocked = own.resolve(UNLOCKED);
    FileChannel channel =
        FileChannel.open(unlocked, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.lock();
    Files.move(unlocked, own.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
    Scratch scratch = new Scratch(own, channel);
    scratch.sweep();
    return Optional.of(scratch);
  }

  /** Removes what dead processes left beside it. */
  private void sweep() {
    try (DirectoryStream<Path> others = Files.newDirectoryStream(folder.getParent(), NAME)) {
      Object owner = Files.getOwner(folder);
      for (Path other : others) {
        if (!other.equals(folder)
            && Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
            && Files.getOwner(other, LinkOption.NOFOLLOW_LINKS).equals(owner)
            && isDead(other)) {
          remove(other);
        }
      }
    } catch (IOException | UnsupportedOperationException e) {
      // another process tidies at the same time, or the file system has no owners: so be it
    }
  }

  private static boolean isDead(Path folder) throws IOException {
    Path file = folder.resolve(LOCK);
    if (!Files.exists(file)) {
      Instant made = Files.getLastModifiedTime(folder).toInstant();
      return made.isBefore(Instant.now().minus(STARTING));
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    }
  }

  /** Removes it with everything in it; libraries in use stay in memory. */
  public void remove() {
    remove(folder);
    try {
      lock.close();
    } catch (IOException e) {
      // the process ends, and the lock with it
    }
  }

  /** As much as can be; links are not followed. */
  private static void remove(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e)
                throws IOException {
              Files.deleteIfExists(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // the next process tries again
    }
  }
}
