package dev.flowers.trunk.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files are written as text here, a character for a byte. */
class NpyHeaderTest {
  private static final String BOX = NpyObjectTest.BOX;
  private static final String BOX_END = NpyObjectTest.BOX_END;

  @Test
  void whatIsNoNpyFileIsNamed() throws IOException {
    assertTrue(refusal("<?xml version='1.0'?>").contains("at byte 0: found '<?xml '"));
    assertTrue(refusal("").contains("expected an NPY file"));
    assertTrue(refusal("PK").contains("found 'PK'"));
    assertTrue(
        refusal(NpyObjectTest.HEADER.replace('\u0001', '\u0009') + BOX)
            .contains("NPY version 9.0"));
    assertTrue(
        refusal(header("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }") + BOX)
            .contains(
                "found an array of dtype '<f4' and shape (3, 4), expected one pickled object"));
    assertTrue(
        refusal(header("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (), }") + BOX)
            .contains("found an array of dtype [('x', '<f4')] and shape ()"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{'DESCR': '|O', 'fortran_order': False, 'shape': (), }",
        "{'descr': '|O', 'shape': (), }",
        "{'descr': '|O', 'fortran_order': False, 'shape': (), ",
        "'descr': '|O', 'fortran_order': False, 'shape': (), }",
        "{'descr': '|O', 'fortran_order': False 'shape': (), }",
        "{'descr': '|O', 'fortran_order': Fal\u0000e, 'shape': (), }",
        "{'descr': '|O', 'fortran_order': False, 'shape': (}, }",
        "{'descr': '|O', 'fortran_order': False, 'shape': (), 'more': 'x', }",
        "{'descr': '|O', 'fortran_order': False, 'shape': (), } __import__('os')",
        "{'descr': '|O', 'fortran_order': False, 'shape': (), }{'descr': '|O', }"
      })
  void aDamagedHeaderIsRefused(String literal) {
    String message = refusal(header(literal) + BOX + "N" + BOX_END);
    assertTrue(message.startsWith("at byte 10: found the header '"), message);
    assertTrue(message.endsWith("'fortran_order' and 'shape': the file is damaged"), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '|O', 'fortran_order': False, 'shape': (), }      \n",
        "{'shape': (), 'fortran_order': True, 'descr': 'O'}",
        "{'descr': '|O8', 'fortran_order': False, 'shape': ()}\n"
      })
  void everyHeaderOfAnObjectIsRead(String literal) throws IOException {
    assertEquals("None", read(header(literal) + BOX + "N" + BOX_END).described());
  }

  @Test
  void aHeaderThatIsTooLongOrCutIsRefused() {
    assertTrue(
        refusal("\u0093NUMPY\u0002\u0000\u00ff\u00ff\u00ff\u00ff")
            .contains("found a header of 4294967295 bytes, expected at most 4096"));
    assertTrue(
        refusal("\u0093NUMPY\u0003\u0000@\u0000\u0000\u0000{}")
            .contains("found the file's end after 2 more bytes, expected NPY header of 64"));
  }

  @Test
  void aPickleNeedsNoHeader() throws IOException {
    assertEquals("a dictionary of 0", read("\u0080\u0004}.").described());
    assertEquals("None", read(BOX + "N" + BOX_END).described());
    assertTrue(refusal("(dp0\n.").contains("found '(dp0?.', expected an NPY file"));
  }

  private static String header(String literal) {
    return "\u0093NUMPY\u0001\u0000" + (char) literal.length() + "\u0000" + literal;
  }

  private static PickleValue read(String content) throws IOException {
    return NpyObject.read(BytesChannel.of(content));
  }

  private static String refusal(String content) {
    return String.valueOf(
        assertThrows(MalformedNpyException.class, () -> read(content)).getMessage());
  }
}
