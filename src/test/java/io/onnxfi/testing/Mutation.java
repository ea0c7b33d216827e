package io.onnxfi.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Ways to damage a file, each at a random place: as disks, networks, editors and attackers do it.
 *
 * <p>The same generator gives the same damage.
 */
public enum Mutation {
  /** One bit is another. */
  FLIP_BIT {
    @Override
    byte[] apply(byte[] bytes, RandomGenerator random) {
      byte[] changed = bytes.clone();
      changed[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      return changed;
    }
  },
  /** A few bytes are random. */
  SCRIBBLE {
    @Override
    byte[] apply(byte[] bytes, RandomGenerator random) {
      byte[] changed = bytes.clone();
      int from = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, from + 1 + random.nextInt(8));
      for (int i = from; i < to; i++) {
        changed[i] = (byte) random.nextInt();
      }
      return changed;
    }
  },
  /** A number of 1, 2, 4 or 8 bytes is one at which programs stumble. */
  NUMBER {
    @Override
    byte[] apply(byte[] bytes, RandomGenerator random) {
      ByteBuffer number =
          ByteBuffer.allocate(Long.BYTES)
              .order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      number.putLong(0, NUMBERS[random.nextInt(NUMBERS.length)]);
      int width = 1 << random.nextInt(4);
      int at = random.nextInt(bytes.length);
      byte[] changed = bytes.clone();
      int skip = number.order() == ByteOrder.BIG_ENDIAN ? Long.BYTES - width : 0;
      System.arraycopy(number.array(), skip, changed, at, Math.min(width, bytes.length - at));
      return changed;
    }
  },
  /** The end is missing. */
  TRUNCATE {
    @Override
    byte[] apply(byte[] bytes, RandomGenerator random) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
  },
  /** Something in the middle is missing. */
  CUT {
    @Override
    byte[] apply(byte[] bytes, RandomGenerator random) {
      int from = random.nextInt(bytes.length);
      int to = from + random.nextInt(Math.min(64, bytes.length - from)) + 1;
      return join(
          Arrays.copyOf(bytes, from),
          Arrays.copyOfRange(bytes, Math.min(to, bytes.length), bytes.length));
    }
  },
  /** Something is there twice, or very often. */
  REPEAT {
    @Override
    byte[] apply(byte[] bytes, RandomGenerator random) {
      int from = random.nextInt(bytes.length);
      int to = from + random.nextInt(Math.min(64, bytes.length - from)) + 1;
      byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(to, bytes.length));
      byte[] result = Arrays.copyOf(bytes, from);
      int times = random.nextInt(8) == 0 ? 1000 : 2;
      byte[] repeated = new byte[piece.length * times];
      for (int i = 0; i < times; i++) {
        System.arraycopy(piece, 0, repeated, i * piece.length, piece.length);
      }
      return join(
          join(result, repeated), Arrays.copyOfRange(bytes, from + piece.length, bytes.length));
    }
  },
  /** A word of text is another. */
  WORD {
    @Override
    byte[] apply(byte[] bytes, RandomGenerator random) {
      String text = new String(bytes, ISO_8859_1);
      int from = random.nextInt(text.length());
      while (from > 0 && isWord(text.charAt(from - 1))) {
        from--;
      }
      int to = from;
      while (to < text.length() && isWord(text.charAt(to))) {
        to++;
      }
      String word = WORDS.get(random.nextInt(WORDS.size()));
      return (text.substring(0, from) + word + text.substring(to)).getBytes(ISO_8859_1);
    }

    private boolean isWord(char c) {
      return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
    }
  },
  /** Two places are exchanged. */
  SWAP {
    @Override
    byte[] apply(byte[] bytes, RandomGenerator random) {
      int length = 1 + random.nextInt(Math.max(1, Math.min(16, bytes.length / 2)));
      int a = random.nextInt(bytes.length - length + 1);
      int b = random.nextInt(bytes.length - length + 1);
      byte[] changed = bytes.clone();
      System.arraycopy(bytes, b, changed, a, length);
      System.arraycopy(bytes, a, changed, b, length);
      return changed;
    }
  };

  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    127,
    128,
    255,
    256,
    65_535,
    65_536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 31,
    1L << 32,
    1L << 33,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    0x7FF8_0000_0000_0000L,
    0x7F80_0000L
  };

  private static final List<String> WORDS =
      List.of(
          "",
          "0",
          "-1",
          "1e308",
          "NaN",
          "inf",
          "1.5",
          "99999999999999999999",
          "0x10",
          "null",
          "true",
          "\u001b[31m",
          "\0",
          "\"",
          "\"\"",
          "(",
          "((((((((",
          ",",
          ";",
          "\t",
          "\r",
          "\n",
          "=1+1",
          "conv1",
          "conv1.weight",
          "(0,)",
          "[0, 0, 0, 0]",
          "../../x",
          "/",
          "ÿþ",
          "é");

  abstract byte[] apply(byte[] bytes, RandomGenerator random);

  private static byte[] join(byte[] a, byte[] b) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream(a.length + b.length);
    joined.writeBytes(a);
    joined.writeBytes(b);
    return joined.toByteArray();
  }

  /** The bytes with one to three pieces of damage. */
  public static byte[] damage(byte[] bytes, RandomGenerator random) {
    byte[] damaged = bytes;
    for (int i = 1 + random.nextInt(3); i > 0 && damaged.length > 0; i--) {
      damaged = values()[random.nextInt(values().length)].apply(damaged, random);
    }
    return damaged;
  }
}
