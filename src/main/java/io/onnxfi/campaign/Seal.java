package io.onnxfi.campaign;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The last four bytes of a record of a journal: CRC-32C of those before. */
final class Seal {
  private Seal() {}

  /** Of a record that fills its buffer. */
  static int of(ByteBuffer record) {
    CRC32C crc = new CRC32C();
    crc.update(record.duplicate().position(0).limit(record.capacity() - Integer.BYTES));
    return (int) crc.getValue();
  }

  /** Whether a record has the seal that it should have. */
  static boolean isIntact(ByteBuffer record) {
    return record.getInt(record.capacity() - Integer.BYTES) == of(record);
  }
}
