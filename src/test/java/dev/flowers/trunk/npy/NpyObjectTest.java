package dev.flowers.trunk.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.trunk.npy.PickleValue.Mapping;
import dev.flowers.trunk.npy.PickleValue.Sequence;
import dev.flowers.trunk.npy.PickleValue.Whole;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles are written as text here, a character for a byte. */
class NpyObjectTest {
  private static final String HEADER =
      "\u0093NUMPY\u0001\u00006\u0000{'descr': '|O', 'fortran_order': False, 'shape': (), }";

  /** An array without dimensions, up to where its content is expected. */
  private static final String BOX =
      "\u0080\u0002cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\u0000\u0085U\u0001b\u0087R"
          + "(K\u0001)cnumpy\ndtype\nU\u0002O8\u0089\u0088\u0087R\u0089]";

  private static final String BOX_END = "atb.";

  @TempDir Path temp;

  @Test
  void readsWhatIsInTheBox() throws IOException {
    PickleValue value = read(BOX + "}(U\u0001aK\u0007U\u0001bJ\u00fe\u00ff\u00ff\u00ffu" + BOX_END);
    Mapping mapping = assertInstanceOf(Mapping.class, value);
    assertEquals(List.of("a", "b"), List.copyOf(mapping.entries().keySet()));
    assertEquals(new Whole(-2), mapping.entries().get("b"));
  }

  @Test
  void readsPython2LongsOfBothSigns() throws IOException {
    PickleValue value =
        read(
            BOX
                + "](\u008a\u0000\u008a\u0001\u00ff\u008a\u0002\u00ff\u0000\u008a\u0002\u0000\u0080e"
                + BOX_END);
    assertEquals(
        List.of(new Whole(0), new Whole(-1), new Whole(255), new Whole(-32768)),
        assertInstanceOf(Sequence.class, value).items());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cposix\nsystem\n", // GLOBAL
        "\u008c\u0005posix\u008c\u0006system\u0093", // STACK_GLOBAL
        "(iposix\nsystem\n" // INST
      })
  void aPickleThatRunsACommandIsRefusedByNameAndNotRun(String global) throws IOException {
    Path victim = temp.resolve("victim");
    String command = "touch " + victim;
    String pickle = BOX + global + "U" + (char) command.length() + command + "\u0085R" + BOX_END;
    String message = refusal(pickle);
    assertTrue(
        message.contains("asks for posix.system, which is refused and was not run"), message);
    assertTrue(message.matches("at byte \\d+: .*"), message);
    assertFalse(Files.exists(victim));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cbuiltins\neval\n",
        "c__builtin__\nexec\n",
        "cnumpy\nload\n",
        "cnumpy.core.multiarray\nscalar\n",
        "cnumpy\nndarray.tofile\n",
        "ccollections\nOrderedDict\n"
      })
  void everyOtherNameIsRefused(String global) throws IOException {
    String name = global.substring(1, global.length() - 1).replace('\n', '.');
    String message = refusal(BOX + global + BOX_END);
    assertTrue(message.contains("asks for " + name + ","), message);
  }

  @Test
  void bytesThatPython3WroteAsTextAreExplained() throws IOException {
    String message = refusal(BOX + "c_codecs\nencode\n" + BOX_END);
    assertTrue(message.contains("save it again with a numpy of 1.17 or newer"), message);
  }

  @Test
  void aNameCannotForgeTheMessage() throws IOException {
    String message = refusal(BOX + "cos\u001b[2J\r\nsystem\n" + BOX_END);
    assertTrue(message.contains("os?[2J?.system"), message);
  }

  @Test
  void callingAClassOfOursInAnotherWayIsRefused() throws IOException {
    assertTrue(refusal(BOX + "cnumpy\ndtype\n)\u0081" + BOX_END).contains("opcode 0x81"));
    assertTrue(refusal(BOX + "(inumpy\ndtype\n" + BOX_END).contains("old-style call"));
    assertTrue(refusal(BOX + "cnumpy\nndarray\n)R" + BOX_END).contains("found a call of numpy.nd"));
    assertTrue(refusal(BOX + "}}b" + BOX_END).contains("to complete a dictionary of 0"));
  }

  @Test
  void otherProtocolsAreNamed() throws IOException {
    assertTrue(refusal("\u0080\u0005N.").contains("found pickle protocol 5; expected 2, 3 or 4"));
    assertTrue(refusal("(dp0\n.").contains("expected a pickle of protocol 2, 3 or 4"));
  }

  @Test
  void emptyStackAndUnknownMemoAreRefused() throws IOException {
    assertTrue(refusal("\u0080\u0002.").contains("found an empty stack"));
    assertTrue(refusal("\u0080\u0002h\u0007.").contains("found a use of memo entry 7"));
    assertTrue(refusal("\u0080\u0002t.").contains("found no mark"));
    assertTrue(refusal("\u0080\u0002N(\u0085.").contains("found 0 values on the stack"));
  }

  @Test
  void aLengthBeyondTheFileIsRefused() throws IOException {
    String huge = "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f";
    assertTrue(refusal(BOX + "\u008e" + huge + BOX_END).contains("found the file's end"));
    assertTrue(refusal(BOX + "T\u0000\u0000\u0000\u0080" + BOX_END).contains("-2147483648"));
    assertTrue(refusal(BOX + "X\u00ff\u00ff\u00ff\u00ff" + BOX_END).contains("4294967295 bytes"));
  }

  @Test
  void aListInsideItselfDoesNotHang() throws IOException {
    PickleValue value = read(BOX + "]q\u0000h\u0000a" + BOX_END);
    assertEquals("a list of 1", value.described());
  }

  @Test
  void bombsEndInARefusal() {
    List<String> bombs =
        List.of(
            "(".repeat(50_000),
            ")" + "\u0085".repeat(50_000),
            "]" + "q\u0000h\u0000h\u0000\u0086".repeat(50_000),
            "N" + "2".repeat(50_000),
            "N" + "\u0094".repeat(50_000),
            "]q\u0000" + "(h\u0000h\u0000e".repeat(50_000));
    for (String bomb : bombs) {
      String message =
          assertTimeoutPreemptively(Duration.ofSeconds(10), () -> refusal(BOX + bomb + BOX_END));
      assertTrue(message.contains("found more than 20000 opcodes"), message);
    }
  }

  @Test
  void whatIsNoNpyFileIsNamed() throws IOException {
    assertTrue(refusalOfFile("<?xml version='1.0'?>").contains("at byte 0: found '<?xml '"));
    assertTrue(refusalOfFile("").contains("expected an NPY file"));
    assertTrue(refusalOfFile("PK").contains("found 'PK'"));
    assertTrue(refusalOfFile(HEADER.replace('\u0001', '\u0009') + BOX).contains("NPY version 9.0"));
    assertTrue(
        refusalOfFile(HEADER.replace("'|O'", "<f4'").replace("<f4'", "'<f'") + BOX)
            .contains("found an array of dtype '<f' and shape (); expected one pickled object"));
    assertTrue(refusalOfFile(HEADER.replace("descr", "DESCR") + BOX).contains("without 'descr'"));
  }

  @Test
  void bytesAfterTheEndAreRefused() throws IOException {
    String message = refusal(BOX + "N" + BOX_END + "xyz");
    assertTrue(message.contains("found 3 bytes after the pickle's end"), message);
  }

  @Test
  void anObjectThatIsNotInABoxIsRefused() throws IOException {
    assertTrue(refusal("\u0080\u0002}.").contains("found a dictionary of 0; expected an array"));
  }

  private PickleValue read(String pickle) throws IOException {
    return readFile(HEADER + pickle);
  }

  private PickleValue readFile(String content) throws IOException {
    Path file =
        Files.write(temp.resolve("object.npy"), content.getBytes(StandardCharsets.ISO_8859_1));
    try (FileChannel channel = FileChannel.open(file)) {
      return NpyObject.read(channel);
    }
  }

  private String refusal(String pickle) throws IOException {
    return refusalOfFile(HEADER + pickle);
  }

  private String refusalOfFile(String content) {
    return String.valueOf(
        assertThrows(MalformedNpyException.class, () -> readFile(content)).getMessage());
  }
}
