package dev.flowers.trunk.npy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays out the file that {@code numpy.save} of Python 2 makes of {@code {name: [array, array]}}:
 * NPY 1.0, pickle protocol 2, float32 arrays. The arrays' contents are left as gaps, for the caller
 * to fill.
 *
 * <p>Not safe for use by several threads.
 */
public final class Python2Pickle {
  private static final String HEADER = "{'descr': '|O', 'fortran_order': False, 'shape': (), }";

  /** numpy pads the header so that what follows starts at a multiple of 64. */
  private static final int HEADER_END = 128;

  private final ByteArrayOutputStream literal = new ByteArrayOutputStream();
  private final List<Part> parts = new ArrayList<>();
  private long end;
  private int memo;
  private boolean dtypeWritten;

  /** A stretch of the file. */
  public sealed interface Part {
    /** Where the stretch starts, in bytes from the file's beginning. */
    long offset();
  }

  /** Bytes that are known: header and opcodes. */
  public record Literal(long offset, ByteBuffer bytes) implements Part {
    public Literal {
      bytes = bytes.asReadOnlyBuffer();
    }

    /** All the bytes, from the buffer's position to its limit; each call gives a new buffer. */
    @Override
    public ByteBuffer bytes() {
      return bytes.duplicate();
    }
  }

  /** Room for an array's elements, little-endian float32. */
  public record Gap(long offset, long length) implements Part {}

  /** Starts the file. */
  public Python2Pickle() {
    text("\u0093NUMPY\u0001\u0000");
    literal.write(HEADER_END - 10);
    literal.write(0);
    text(HEADER + " ".repeat(HEADER_END - 11 - HEADER.length()) + "\n");
    text("\u0080\u0002cnumpy.core.multiarray\n_reconstruct\n");
    memoize(); // 0
    text("cnumpy\nndarray\n");
    memoize(); // 1
    text("K\u0000\u0085");
    memoize();
    shortString("b"); // 3
    text("\u0087");
    memoize();
    text("R");
    memoize();
    text("(K\u0001)cnumpy\ndtype\n");
    memoize(); // 6
    dtype("O8", "|", 63);
    text("\u0089]");
    memoize();
    text("}");
    memoize();
    text("(");
  }

  /** Adds an entry {@code name: [array of shape first, array of shape second]}. */
  public void add(String name, List<Integer> first, List<Integer> second) {
    shortString(name);
    text("]");
    memoize();
    text("(");
    array(first);
    array(second);
    text("e");
  }

  /** Ends the file and gives all of it, in order, without holes between the parts. */
  public List<Part> finish() {
    text("uat");
    memoize();
    text("b.");
    flush();
    return List.copyOf(parts);
  }

  private void array(List<Integer> shape) {
    text("h\u0000h\u0001K\u0000\u0085");
    memoize();
    text("h\u0003\u0087");
    memoize();
    text("R");
    memoize();
    text("(K\u0001");
    shape(shape);
    if (dtypeWritten) {
      text("h\u0016"); // 22, where the first array's dtype was memoized
    } else {
      text("h\u0006");
      dtype("f4", "<", 0);
      dtypeWritten = true;
    }
    text("\u0089");
    long length = Float.BYTES;
    for (int dimension : shape) {
      length = Math.multiplyExact(length, dimension);
    }
    gap(length);
    memoize();
    text("t");
    memoize();
    text("b");
  }

  private void shape(List<Integer> shape) {
    // Tuples of up to three items have opcodes of their own.
    if (shape.size() > 3) {
      text("(");
    }
    shape.forEach(this::number);
    literal.write(shape.size() > 3 ? 't' : 0x84 + shape.size());
    memoize();
  }

  /** A call of numpy.dtype, which is on the stack, and the state that follows it. */
  private void dtype(String code, String order, int flags) {
    shortString(code);
    text("\u0089\u0088\u0087");
    memoize();
    text("R");
    memoize();
    text("(K\u0003");
    shortString(order);
    text("NNN");
    number(-1);
    number(-1);
    number(flags);
    text("t");
    memoize();
    text("b");
  }

  private void number(int value) {
    if (value >= 0 && value < 1 << 8) {
      literal.write('K');
      literal.write(value);
    } else if (value >= 0 && value < 1 << 16) {
      literal.write('M');
      literal.write(value);
      literal.write(value >> 8);
    } else {
      literal.write('J');
      int4(value);
    }
  }

  private void shortString(String text) {
    literal.write('U');
    literal.write(text.length());
    text(text);
    memoize();
  }

  private void gap(long length) {
    if (length < 1 << 8) {
      literal.write('U');
      literal.write((int) length);
    } else {
      literal.write('T');
      int4(Math.toIntExact(length));
    }
    flush();
    parts.add(new Gap(end, length));
    end += length;
  }

  /** Python stores every object, whether it is used again or not. */
  private void memoize() {
    if (memo < 1 << 8) {
      literal.write('q');
      literal.write(memo);
    } else {
      literal.write('r');
      int4(memo);
    }
    memo++;
  }

  private void int4(int value) {
    literal.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  /** Opcodes are written as text whose characters are the bytes. */
  private void text(String latin1) {
    literal.writeBytes(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void flush() {
    parts.add(new Literal(end, ByteBuffer.wrap(literal.toByteArray())));
    end += literal.size();
    literal.reset();
  }
}
