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
  static final String HEADER =
      "\u0093NUMPY\u0001\u00006\u0000{'descr': '|O', 'fortran_order': False, 'shape': (), }";

  /** An array without dimensions, up to where its content is expected. */
  static final String BOX =
      "\u0080\u0002cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\u0000\u0085U\u0001b\u0087R"
          + "(K\u0001)cnumpy\ndtype\nU\u0002O8\u0089\u0088\u0087R\u0089]";

  static final String BOX_END = "atb.";

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
        "cbuiltins\ngetattr\n",
        "cbuiltins\nopen\n",
        "c_codecs\ndecode\n",
        "ccodecs\nencode\n",
        "ccollections\nCounter\n",
        "ccopyreg\n_reconstructor\n",
        "cnumpy\nload\n",
        "cnumpy\nfrombuffer\n",
        "cnumpy\nfromfile\n",
        "cnumpy\nndarray.tofile\n",
        "cnumpy.core.multiarray\nfromfile\n",
        "cnumpy._core.numeric\nfromfunction\n",
        "cnumpy.ma.core\n_mareconstruct\n",
        "cnumpy.rec\nrecarray\n",
        "ctypes\nFunctionType\n",
        "coperator\nattrgetter\n"
      })
  void everyOtherNameIsRefused(String global) throws IOException {
    String name = global.substring(1, global.length() - 1).replace('\n', '.');
    String message = refusal(BOX + global + BOX_END);
    assertTrue(message.contains("asks for " + name + ","), message);
    assertTrue(message.contains("expected numpy arrays and plain data alone"), message);
  }

  @Test
  void pickleOfPyTorchAndJoblibAreNamed() throws IOException {
    assertTrue(
        refusal(BOX + "ctorch._utils\n_rebuild_tensor_v2\n" + BOX_END)
            .endsWith("(PyTorch wrote this: save the arrays with numpy.save)"));
    assertTrue(
        refusal(BOX + "cjoblib.numpy_pickle\nNumpyArrayWrapper\n" + BOX_END)
            .contains("(joblib wrote this: "));
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
    assertTrue(refusal(BOX + "}}b" + BOX_END).contains("to complete a dictionary of 0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cnumpy\nndarray\n)R",
        "cnumpy\nmemmap\nU\u0006passwd\u0085R", // would open a file
        "cnumpy\ndtype\n)R",
        "cnumpy.core.multiarray\n_reconstruct\ncnumpy\ndtype\nK\u0000\u0085U\u0001b\u0087R",
        "cnumpy.core.multiarray\n_reconstruct\ncbuiltins\nset\nK\u0000\u0085U\u0001b\u0087R",
        "cnumpy.core.multiarray\nscalar\nNN\u0086R",
        "cnumpy.core.numeric\n_frombuffer\n(NNNNtR",
        "c_codecs\nencode\nX\u0001\u0000\u0000\u0000aX\u0005\u0000\u0000\u0000rot13\u0086R",
        "c_codecs\nencode\nX\u0003\u0000\u0000\u0000\u00e2\u0082\u00ac"
            + "X\u0006\u0000\u0000\u0000latin1\u0086R", // the euro sign is no byte
        "c_codecs\nencode\nU\u0001aX\u0006\u0000\u0000\u0000latin1\u0086R",
        "ccollections\nOrderedDict\n](Ne\u0085R",
        "ccollections\nOrderedDict\nN\u0085R",
        "ccollections\ndefaultdict\n]\u0085R",
        "ccollections\ndefaultdict\nN}\u0086R",
        "cbuiltins\nlist\n)R",
        "cbuiltins\nbytes\nJ\u00ff\u00ff\u00ff\u007f\u0085R", // would take 2 GB
        "cbuiltins\nbytearray\nJ\u00ff\u00ff\u00ff\u007f\u0085R",
        "cbuiltins\ncomplex\nU\u00011\u0085R",
        "cbuiltins\nset\nN\u0085R",
        "N)R",
        "cnumpy\nfloat32\nK\u0001\u0085R"
      })
  void aCallThatMakesNoPlainDataIsRefused(String call) throws IOException {
    String message = refusal(BOX + call + BOX_END);
    assertTrue(message.contains("found a call of "), message);
    assertTrue(message.contains("expected one that makes an array, a dtype or plain"), message);
  }

  @Test
  void aLengthBeyondTheFileIsRefused() throws IOException {
    String huge = "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f";
    assertTrue(refusal(BOX + "\u008e" + huge + BOX_END).contains("found the file's end"));
    assertTrue(refusal(BOX + "T\u0000\u0000\u0000\u0080" + BOX_END).contains("-2147483648"));
    assertTrue(
        refusal(BOX + "X\u00ff\u00ff\u00ff\u00ff" + BOX_END)
            .contains("expected a text of 4294967295"));
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
            "(".repeat(150_000),
            ")" + "\u0085".repeat(150_000),
            "]" + "q\u0000h\u0000h\u0000\u0086".repeat(150_000),
            "N" + "2".repeat(150_000),
            "N" + "\u0094".repeat(150_000),
            "]q\u0000" + "(h\u0000h\u0000e".repeat(150_000),
            // Copies of a long list as dictionaries.
            "ccollections\nOrderedDict\nq\u0000]("
                + "NN\u0086".repeat(20_000)
                + "e\u0085q\u0001"
                + "h\u0000h\u0001R".repeat(20_000));
    for (String bomb : bombs) {
      String message =
          assertTimeoutPreemptively(Duration.ofSeconds(10), () -> refusal(BOX + bomb + BOX_END));
      assertTrue(message.contains("found more than 100000 opcodes"), message);
    }
  }

  @Test
  void bytesAfterTheEndAreRefused() throws IOException {
    String message = refusal(BOX + "N" + BOX_END + "xyz");
    assertTrue(message.contains("found 3 bytes after the pickle's end"), message);
  }

  @Test
  void anObjectThatIsNotInABoxIsRefused() throws IOException {
    assertTrue(refusal("\u0080\u0002}.").contains("found a dictionary of 0, expected an array"));
  }

  private static PickleValue read(String pickle) throws IOException {
    return NpyObject.read(BytesChannel.of(HEADER + pickle));
  }

  private static String refusal(String pickle) {
    return String.valueOf(
        assertThrows(MalformedNpyException.class, () -> read(pickle)).getMessage());
  }
}
