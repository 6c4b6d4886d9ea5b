package dev.flowers.trunk.hdf5;

import io.jhdf.ObjectHeader;
import io.jhdf.Superblock;
import io.jhdf.Superblock.SuperblockV0V1;
import io.jhdf.Superblock.SuperblockV2V3;
import io.jhdf.SymbolTableEntry;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.message.DataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The objects of an HDF5 file: its groups, and the data sets in them.
 *
 * <p>Source: The HDF Group, "HDF5 File Format Specification", version 3.0.
 */
public final class Hdf5Objects {
  /** Where the file may start, behind a block of the user's: 0, 512, 1024, …, as far as here. */
  private static final long LAST_START = 2048;

  private static final int FIRST_START = 512;

  /** Keras's files have 40 groups and 32 data sets. */
  private static final int MOST_OBJECTS = 4096;

  private static final int DEEPEST = 8;

  private static final int MOST_DIMENSIONS = 32;

  /** Of a name or of jHDF's text in a message. */
  private static final int LONGEST = 120;

  /** How the messages of this package begin. */
  private static final String FOUND = "found ";

  private final BoundedStorage storage;
  private final Map<String, Hdf5Array> arrays = new TreeMap<>();
  private final Set<Long> groups = new HashSet<>();
  private int objects;

  private Hdf5Objects(BoundedStorage storage) {
    this.storage = storage;
  }

  /**
   * Finds all data sets. Soft and external links are not followed.
   *
   * @param channel the file, open for reading; its position is not used and not moved
   * @return the data sets by their paths, {@code /block1_conv1/block1_conv1_W_1:0} for instance
   * @throws MalformedHdf5Exception if the file is none, or damaged; the message says the object or
   *     the byte
   * @throws IOException if reading fails
   */
  public static Map<String, Hdf5Array> arrays(FileChannel channel) throws IOException {
    return guarded(
        "the file's superblock",
        () -> {
          Superblock superblock = Superblock.readSuperblock(channel, start(channel));
          Hdf5Objects objects = new Hdf5Objects(new BoundedStorage(channel, superblock));
          objects.visit("/", objects.root(superblock), 0);
          return objects.arrays;
        });
  }

  private static long start(FileChannel channel) throws IOException {
    long size = channel.size();
    for (long start = 0; start <= LAST_START; start = start == 0 ? FIRST_START : 2 * start) {
      if (start < size && Hdf5Signature.at(channel, start)) {
        return start;
      }
    }
    throw new MalformedHdf5Exception("found no HDF5 signature, expected one at byte 0", null);
  }

  private long root(Superblock superblock) {
    if (superblock instanceof SuperblockV0V1 old) {
      return new SymbolTableEntry(
              storage, old.getRootGroupSymbolTableAddress() - old.getBaseAddressByte())
          .getObjectHeaderAddress();
    }
    return ((SuperblockV2V3) superblock).getRootGroupObjectHeaderAddress();
  }

  private void visit(String path, long address, int depth) throws IOException {
    if (++objects > MOST_OBJECTS || depth > DEEPEST) {
      throw new MalformedHdf5Exception(
          String.format(
              Locale.ROOT,
              "object %s at byte %d: found more than %d objects or %d levels, expected fewer",
              shortened(path),
              address,
              MOST_OBJECTS,
              DEEPEST),
          null);
    }
    storage.nextObject();
    List<GroupLinks.Link> members =
        guarded(
            "object " + shortened(path) + " at byte " + address,
            () -> {
              ObjectHeader header = ObjectHeader.readObjectHeader(storage, address);
              if (header.hasMessageOfType(DataSpaceMessage.class)) {
                arrays.put(path, array(header));
                return List.of();
              }
              if (!groups.add(address)) {
                throw new HdfException("found a group that is a member twice, expected no loops");
              }
              storage.nextObject();
              return GroupLinks.of(storage, header);
            });
    for (GroupLinks.Link member : members) {
      visit((depth == 0 ? "/" : path + "/") + member.name(), member.address(), depth + 1);
    }
  }

  private Hdf5Array array(ObjectHeader header) {
    int[] dimensions =
        header.getMessageOfType(DataSpaceMessage.class).getDataSpace().getDimensions();
    if (dimensions.length > MOST_DIMENSIONS) {
      throw new HdfException(
          "found " + dimensions.length + " dimensions, expected at most " + MOST_DIMENSIONS);
    }
    List<Long> shape = new ArrayList<>();
    for (int dimension : dimensions) {
      shape.add((long) dimension);
    }
    String type = type(header.getMessageOfType(DataTypeMessage.class).getDataType());
    DataLayoutMessage layout = header.getMessageOfType(DataLayoutMessage.class);
    if (!(layout instanceof ContiguousDataLayoutMessage contiguous)) {
      return new Hdf5Array(shape, type, lower(layout.getDataLayout().name()), 0, -1);
    }
    if (contiguous.getAddress() < 0) {
      return new Hdf5Array(shape, type, "not written", 0, -1);
    }
    return new Hdf5Array(
        shape,
        type,
        Hdf5Array.CONTIGUOUS,
        Math.addExact(contiguous.getAddress(), storage.getUserBlockSize()),
        contiguous.getSize());
  }

  /** What numpy calls it. */
  private static String type(DataType type) {
    if (!(type instanceof FloatingPoint number)) {
      return lower(type.getClass().getSimpleName());
    }
    // The bits of IEEE 754's binary16, binary32 and binary64: exponent, fraction, bias.
    int[] expected =
        switch (type.getSize()) {
          case 2 -> new int[] {5, 10, 15};
          case 4 -> new int[] {8, 23, 127};
          case 8 -> new int[] {11, 52, 1023};
          default -> new int[] {0, 0, 0};
        };
    int bits = type.getSize() * Byte.SIZE;
    boolean ieee =
        number.getExponentSize() == expected[0]
            && number.getMantissaSize() == expected[1]
            && number.getExponentBias() == expected[2]
            && number.getMantissaLocation() == 0
            && number.getExponentLocation() == expected[1]
            && number.getSignLocation() == bits - 1
            && number.getBitOffset() == 0
            && number.getBitPrecision() == bits
            && number.getMantissaNormalization() == 2;
    return ieee
        ? (number.getByteOrder() == ByteOrder.BIG_ENDIAN ? ">f" : "<f") + type.getSize()
        : "floating-point numbers of " + type.getSize() + " bytes that are not IEEE 754's";
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static String printable(String text) {
    return text.replaceAll("[^ -~]", "?");
  }

  private interface Parse<T> {
    T get() throws IOException;
  }

  /**
   * jHDF throws whatever its parser meets: buffers that end, casts, sizes below 0. Types may be
   * nested in types some thousand times within one header, with a list allocated for each; no read
   * bounds that.
   */
  private static <T> T guarded(String what, Parse<T> parse) throws IOException {
    try {
      return parse.get();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      Throwable first = e;
      while (first.getCause() != null) {
        first = first.getCause();
      }
      if (first instanceof IOException io) {
        throw io;
      }
      String said =
          first.getMessage() == null ? first.getClass().getSimpleName() : first.getMessage();
      throw new MalformedHdf5Exception(
          what
              + ": "
              + (said.startsWith(FOUND)
                  ? said
                  : "found damaged structures (" + shortened(said) + "), expected those of HDF5"),
          e);
    }
  }

  private static String shortened(String text) {
    String line = printable(text);
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
