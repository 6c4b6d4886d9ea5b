package dev.flowers.trunk.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.trunk.npy.PickleValue.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles are written as text here, a character for a byte. */
class PickleMachineTest {
  @Test
  void whatIsOutsideTheFileIsRefusedByName() throws IOException {
    assertTrue(refusal("\u0080\u0005\u0097.").contains("found an out-of-band buffer, whose data"));
    assertTrue(refusal("\u0080\u0005N\u0098.").contains("found an out-of-band buffer, whose data"));
    assertTrue(refusal("Pmoby\n.").contains("found a persistent id, which stands for data out"));
    assertTrue(refusal("\u0080\u0002NQ.").contains("found a persistent id"));
    for (String code : List.of("\u0082\u0001", "\u0083\u0001\u0000", "\u0084aaaa")) {
      assertTrue(refusal("\u0080\u0002" + code + ".").contains("Python's extension registry"));
    }
  }

  @Test
  void otherProtocolsAreNamed() throws IOException {
    assertTrue(refusal("\u0080\u0006N.").contains("found pickle protocol 6, expected 0 to 5"));
    assertTrue(refusal("\u0080\u00ffN.").contains("found pickle protocol 255, expected 0 to 5"));
    assertTrue(refusal("\u0080\u0002\u0080\u0002N.").contains("found pickle opcode 0x80"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "I7, the number 7",
        "I-7, the number -7",
        "I00, False",
        "I01, True",
        "L12345678901L, the number 12345678901",
        "L-9223372036854775808L, the number -9223372036854775808",
        "L9223372036854775808L, a number of 19 digits",
        "F1.5, the number 1.5",
        "F-1e-05, the number -1.0E-5",
        "Fnan, the number NaN",
        "F-inf, the number -Infinity",
        "V\\u20ac and \\u005cn, the text '? and \\n'",
        "V\\U0001f33c, the text '?'"
      })
  void readsTheLinesOfProtocol0(String line, String described) throws IOException {
    assertEquals(described, read(line + "\n.").described());
  }

  @Test
  void readsTheStringsOfPython2() throws IOException {
    Map<String, String> literals =
        Map.of(
            "'it\\'s'", "it's",
            "\"it's\"", "it's",
            "'\\\\x\\n'", "\\x\n",
            "'\\x00\\xff'", "\u0000\u00ff",
            "''", "");
    for (Map.Entry<String, String> literal : literals.entrySet()) {
      PickleValue value = read("S" + literal.getKey() + "\n.");
      assertEquals(Optional.of(literal.getValue()), assertInstanceOf(Bytes.class, value).latin1());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I",
        "I1.5",
        "I0x7",
        "Iseven",
        "L",
        "LL",
        "L1LL",
        "F",
        "F1f",
        "F0x1p3",
        "Finfinity",
        "g-1",
        "g",
        "gx",
        "p",
        "p99999999999999999999",
        "S'",
        "S",
        "Sx",
        "S'x\"",
        "S'\\'",
        "S'\\q'",
        "S'\\x0'",
        "V\\",
        "V\\x41",
        "V\\u123",
        "V\\U00110000",
        "V\\Uffffffff"
      })
  void damagedLinesOfProtocol0AreRefused(String line) {
    String message =
        String.valueOf(
            assertThrows(MalformedNpyException.class, () -> read("N" + line + "\n.")).getMessage());
    assertTrue(message.matches("at byte \\d+: found .*, expected .*"), message);
  }

  @Test
  void readsNumbersOfAnySize() throws IOException {
    assertEquals("a number of 9 bytes", read("\u0080\u0002\u008a\u0009123456789.").described());
    assertEquals(
        "the number 513",
        read("\u0080\u0002\u008b\u0002\u0000\u0000\u0000\u0001\u0002.").described());
    assertEquals(
        "the number -2.5",
        read("\u0080\u0002G\u00c0\u0004\u0000\u0000\u0000\u0000\u0000\u0000.").described());
    for (String length :
        List.of(
            "\u00ff\u00ff\u00ff\u007f", "\u00ff\u00ff\u00ff\u00ff", "\u0000\u0001\u0000\u0000")) {
      assertTrue(
          refusal("\u0080\u0002\u008b" + length + ".").contains("bytes, expected at most 255"));
    }
  }

  @Test
  void readsSetsAndListsAndDictionariesOfEveryProtocol() throws IOException {
    assertEquals("a set of 2", read("\u0080\u0004\u008f(K\u0001K\u0002\u0090.").described());
    assertEquals("a set of 1", read("\u0080\u0004(N\u0091.").described());
    assertEquals("a set of 1", read("c__builtin__\nset\n((lp0\nI1\natR.").described());
    assertEquals("a list of 2", read("(I1\nI2\nl.").described());
    assertEquals("a dictionary of 1", read("(S'a'\nI2\nd.").described());
    assertTrue(refusal("\u0080\u0004\u008f(]\u0090.").contains("found the key a list of 0"));
    assertTrue(refusal("(]I2\nd.").contains("found the key a list of 0, expected a text or"));
    assertTrue(refusal("(I2\nd.").contains("found 1 keys and values"));
    assertTrue(refusal("\u0080\u0004](N\u0090.").contains("found items for a list of 0"));
  }

  @Test
  void emptyStackAndUnknownMemoAreRefused() throws IOException {
    assertTrue(refusal("\u0080\u0002.").contains("found an empty stack"));
    assertTrue(refusal("\u0080\u0002h\u0007.").contains("found a use of memo entry 7"));
    assertTrue(refusal("\u0080\u0002t.").contains("found no mark"));
    assertTrue(refusal("\u0080\u0002N(\u0085.").contains("found 0 values on the stack"));
  }

  private static PickleValue read(String pickle) throws IOException {
    return new PickleMachine(new PickleSource(BytesChannel.of(pickle))).run();
  }

  private static String refusal(String pickle) {
    return String.valueOf(
        assertThrows(MalformedNpyException.class, () -> read(pickle)).getMessage());
  }
}
