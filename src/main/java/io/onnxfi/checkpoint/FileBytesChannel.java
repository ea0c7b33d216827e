package io.onnxfi.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** {@link FileBytes} for a library that wants a channel, and not too many of them. */
final class FileBytesChannel implements SeekableByteChannel {
  /**
   * The headers of some 50,000 entries. Their library takes a few hundred bytes of memory for each,
   * so that a large file of headers alone would take more than there is.
   */
  static final long MAX_READ = 8L << 20;

  private final FileBytes file;
  private long position;
  private long read;
  private boolean closed;

  FileBytesChannel(FileBytes file) {
    this.file = file;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int length = (int) Math.min(target.remaining(), Math.max(0, file.size() - position));
    read += length;
    if (read > MAX_READ) {
      throw new IOException("more than " + MAX_READ + " bytes of headers");
    }
    if (length == 0) {
      return target.hasRemaining() ? -1 : 0;
    }
    target.put(file.slice(position, length));
    position += length;
    return length;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    if (newPosition < 0) {
      throw new IllegalArgumentException("position " + newPosition);
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return file.size();
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }
}
