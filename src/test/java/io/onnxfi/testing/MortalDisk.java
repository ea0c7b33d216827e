package io.onnxfi.testing;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A folder in which a process is killed at a chosen change: opening a file for writing, moving or
 * removing one. From then on nothing can be changed, as if the process were gone; reading is left
 * alone.
 */
public final class MortalDisk extends FileSystemProvider {
  /** Thrown in place of the change at which the process is killed, and of all that follow. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed(String change) {
      super("killed at: " + change);
    }
  }

  private final FileSystemProvider disk;
  private final FileSystem below;
  private final MortalFiles files = new MortalFiles();
  private final int lastChange;
  private final List<String> changes = new ArrayList<>();

  /**
   * A disk.
   *
   * @param folder in which it works
   * @param changes that are still made
   */
  public MortalDisk(Path folder, int changes) {
    this.below = folder.getFileSystem();
    this.disk = below.provider();
    this.lastChange = changes;
  }

  /** A path that leads to the same file through this disk. */
  public Path over(Path path) {
    return (Path)
        Proxy.newProxyInstance(
            MortalDisk.class.getClassLoader(),
            new Class<?>[] {Path.class},
            (proxy, method, arguments) -> call(path, method, arguments));
  }

  /** What was changed, and what would have been. */
  public List<String> changes() {
    return List.copyOf(changes);
  }

  private Object call(Path path, Method method, Object... arguments) throws Throwable {
    if (method.getName().equals("getFileSystem")) {
      return files;
    }
    Object[] unwrapped =
        arguments == null
            ? null
            : Arrays.stream(arguments).map(a -> a instanceof Path p ? below(p) : a).toArray();
    try {
      Object result = method.invoke(path, unwrapped);
      return result instanceof Path found ? over(found) : result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private Path below(Path path) {
    return path.getFileSystem() == files ? below.getPath(path.toString()) : path;
  }

  private void change(String what, Path path) {
    changes.add(what + " " + path.getFileName());
    if (changes.size() > lastChange) {
      throw new Killed(changes.get(changes.size() - 1));
    }
  }

  private void change(Path path, Set<? extends OpenOption> options) {
    if (options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND)) {
      change("write", path);
    }
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    change(path, options);
    return disk.newFileChannel(below(path), options, attributes);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    change(path, options);
    return disk.newByteChannel(below(path), options, attributes);
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    disk.createDirectory(below(folder), attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    change("remove", path);
    disk.delete(below(path));
  }

  @Override
  public boolean deleteIfExists(Path path) throws IOException {
    if (java.nio.file.Files.notExists(below(path))) {
      return false;
    }
    delete(path);
    return true;
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) throws IOException {
    change("copy to", to);
    disk.copy(below(from), below(to), options);
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    change("move to", to);
    disk.move(below(from), below(to), options);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    DirectoryStream<Path> entries =
        disk.newDirectoryStream(below(folder), entry -> filter.accept(over(entry)));
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        Iterator<Path> all = entries.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return all.hasNext();
          }

          @Override
          public Path next() {
            return over(all.next());
          }
        };
      }

      @Override
      public void close() throws IOException {
        entries.close();
      }
    };
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return disk.isSameFile(below(path), below(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return disk.isHidden(below(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return disk.getFileStore(below(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    disk.checkAccess(below(path), modes);
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return disk.getFileAttributeView(below(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return disk.readAttributes(below(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return disk.readAttributes(below(path), names, options);
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options)
      throws IOException {
    disk.setAttribute(below(path), name, value, options);
  }

  @Override
  public String getScheme() {
    return "mortal";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return files;
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }

  private final class MortalFiles extends FileSystem {
    @Override
    public FileSystemProvider provider() {
      return MortalDisk.this;
    }

    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public String getSeparator() {
      return below.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      return below.getRootDirectories();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      return below.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return below.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
      return over(below.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
      return below.getPathMatcher(pattern);
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      return below.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() throws IOException {
      return below.newWatchService();
    }
  }
}
