package dev.flowers.embedding;

import static dev.flowers.embedding.WireExample.entry;
import static dev.flowers.embedding.WireExample.example;
import static dev.flowers.embedding.WireExample.field;
import static dev.flowers.embedding.WireExample.floats;
import static dev.flowers.embedding.WireExample.join;
import static dev.flowers.embedding.WireExample.numbers;
import static dev.flowers.embedding.WireExample.packed;
import static dev.flowers.embedding.WireExample.text;
import static dev.flowers.embedding.WireExample.texts;
import static dev.flowers.embedding.WireExample.unpacked;
import static dev.flowers.embedding.WireExample.unpackedNumbers;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.FloatList;

class ExamplesTest {
  private static final byte[] LABEL = made(() -> entry("label", numbers(1)));
  private static final byte[] CODE = made(() -> entry("code", floats(packed(1, 2))));

  private final Embedding photo = Samples.photo(4);

  @Test
  void anEmbeddingComesBackFromItsExample() throws IOException {
    ByteBuffer example = ByteBuffer.wrap(Examples.encode(photo));
    assertEquals(photo, Examples.decode(example, photo.id(), false));
  }

  @Test
  void aMirrorImageIsMarkedAndAPhotoIsAsItAlwaysWas() throws IOException {
    Embedding mirror = Samples.mirror(4);
    byte[] bytes = Examples.encode(mirror);
    ExampleLayout layout = new ExampleLayout();
    layout.scan(ByteBuffer.wrap(bytes));
    assertTrue(layout.mirrored());
    assertEquals(photo.id(), layout.id());
    assertEquals(mirror, Examples.decode(ByteBuffer.wrap(bytes), mirror.id(), true));

    layout.scan(ByteBuffer.wrap(Examples.encode(photo)));
    assertFalse(layout.mirrored());
    assertFalse(
        Example.parseFrom(Examples.encode(photo)).getFeatures().containsFeature("mirrored"));
  }

  @Test
  void isReadByTensorFlowsOwnClassesUnderTheSeedsNames() throws IOException {
    var features = Example.parseFrom(Examples.encode(photo)).getFeatures();
    assertEquals(1, features.getFeatureOrThrow("label").getInt64List().getValue(0));
    assertEquals(photo.values()[5], features.getFeatureOrThrow("code").getFloatList().getValue(5));
    assertEquals(
        "rose", features.getFeatureOrThrow("class").getBytesList().getValue(0).toStringUtf8());
  }

  @Test
  void leavesOutWhatIsUnknown() throws IOException {
    byte[] bytes = Examples.encode(new Embedding("", 0, "", "", new float[] {1}));
    assertEquals(2, Example.parseFrom(bytes).getFeatures().getFeatureCount());
  }

  @Test
  void theSameEmbeddingGivesTheSameBytes() throws IOException {
    assertArrayEquals(Examples.encode(photo), Examples.encode(Samples.photo(4)));
  }

  @Test
  void theLayoutFindsTheFloatsWhereTheyAre() throws IOException {
    for (boolean direct : new boolean[] {false, true}) {
      byte[] bytes = Examples.encode(photo);
      ByteBuffer example =
          direct ? ByteBuffer.allocateDirect(bytes.length) : ByteBuffer.allocate(bytes.length);
      example.put(bytes).flip();
      ExampleLayout layout = new ExampleLayout();
      layout.scan(example.asReadOnlyBuffer());

      assertEquals(photo.label(), layout.label());
      assertEquals(photo.id(), layout.id());
      assertEquals(photo.className(), layout.className());
      float[] code = new float[layout.codeBytes() / 4];
      example
          .slice(layout.codeStart(), layout.codeBytes())
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(code);
      assertArrayEquals(photo.values(), code);
    }
  }

  @Test
  void theLayoutTakesAFeaturesNameAfterItsValue() throws IOException {
    byte[] backwards =
        field(
            1,
            field(1, field(2, numbers(2)), field(1, "label".getBytes(UTF_8))),
            field(1, field(2, floats(packed(1, 2))), field(1, "code".getBytes(UTF_8))),
            // Fields of a later version of the format are passed over.
            field(9, new byte[3]));
    ExampleLayout layout = scan(backwards);
    assertEquals(2, layout.label());
    assertArrayEquals(new float[] {1, 2}, code(layout));
    assertTrue(layout.codePacked());
    assertEquals(1, ByteBuffer.wrap(backwards).order(LITTLE_ENDIAN).getFloat(layout.codeStart()));
  }

  @Test
  void theLayoutGathersFloatsThatAreNotInOnePiece() throws IOException {
    float[] expected = {1.5f, -2, 3, 0, 5};
    for (byte[] list :
        List.of(
            floats(packed(expected)),
            floats(unpacked(expected)),
            floats(packed(1.5f, -2), packed(3, 0, 5)),
            floats(packed(), packed(1.5f), unpacked(-2, 3), packed(0, 5), packed()),
            // A field that no list has is passed over.
            floats(unpacked(1.5f, -2), field(7, new byte[5]), packed(3, 0, 5)))) {
      byte[] bytes = example(entry("code", list), entry("label", numbers(3)));
      ExampleLayout layout = scan(bytes);
      assertEquals(20, layout.codeBytes());
      assertArrayEquals(expected, code(layout));
      assertEquals(
          List.of(1.5f, -2f, 3f, 0f, 5f),
          Example.parseFrom(bytes)
              .getFeatures()
              .getFeatureOrThrow("code")
              .getFloatList()
              .getValueList());
      Embedding read = Examples.decode(ByteBuffer.wrap(bytes), "", false);
      assertArrayEquals(expected, read.values());
    }
  }

  @Test
  void theLayoutTakesANumberPackedOrNot() throws IOException {
    for (byte[] label : List.of(numbers(70), unpackedNumbers(70))) {
      assertEquals(70, scan(example(entry("label", label), CODE)).label());
    }
    assertEquals(-1, scan(example(entry("label", numbers(-1)), CODE)).label());
  }

  @Test
  void theLayoutSaysWhatIsWrong() throws IOException {
    assertRefused("label", Example.getDefaultInstance().toByteArray());
    Example whole = Example.parseFrom(Examples.encode(photo));
    var noCode = whole.toBuilder();
    noCode.getFeaturesBuilder().removeFeature("code");
    assertRefused("code", noCode.build().toByteArray());
    var emptyCode = whole.toBuilder();
    emptyCode
        .getFeaturesBuilder()
        .putFeature(
            "code", Feature.newBuilder().setFloatList(FloatList.getDefaultInstance()).build());
    assertRefused("code", emptyCode.build().toByteArray());
  }

  @Test
  void refusesSeveralValuesWhereOneIsExpected() throws IOException {
    assertMessage("found 3 values in \"label\", expected one", entry("label", numbers(0, 1, 0)));
    assertMessage(
        "found 2 values in \"label\", expected one", entry("label", unpackedNumbers(1, 1)));
    assertMessage("found 2 values in \"mirrored\", expected one", entry("mirrored", numbers(0, 1)));
    for (String name : List.of("id", "class", "path")) {
      assertMessage(
          "found 2 values in \"" + name + "\", expected one",
          entry(name, texts("a".getBytes(UTF_8), "b".getBytes(UTF_8))));
    }
  }

  @Test
  void refusesAFeatureOfAnotherType() throws IOException {
    assertMessage(
        "found a float list as \"label\", expected an int64 list",
        entry("label", floats(packed(1))));
    assertMessage(
        "found a bytes list as \"label\", expected an int64 list", entry("label", text("1")));
    assertMessage(
        "found a float list as \"mirrored\", expected an int64 list",
        entry("mirrored", floats(packed(0))));
    for (String name : List.of("id", "class", "path")) {
      assertMessage(
          "found an int64 list as \"" + name + "\", expected a bytes list",
          entry(name, numbers(1)));
    }
    byte[] bytes = example(entry("label", numbers(1)), entry("code", numbers(1, 2)));
    MalformedExampleException e = assertThrows(MalformedExampleException.class, () -> scan(bytes));
    assertEquals("found an int64 list as \"code\", expected a float list", e.getMessage());
  }

  @Test
  void refusesAFeatureWithTwoListsOrThereTwice() throws IOException {
    assertMessage(
        "found an int64 list and then a float list in one feature, expected one list",
        entry("label", join(numbers(1), floats(packed(1)))));
    assertMessage(
        "found an int64 list and then an int64 list in one feature, expected one list",
        entry("label", join(numbers(1), numbers(1))));
    assertMessage(
        "found feature \"label\" twice, expected each feature once",
        join(entry("label", numbers(1)), entry("label", numbers(1))));
    assertMessage(
        "found two values of one feature, expected one",
        field(1, field(1, "id".getBytes(UTF_8)), field(2, text("a")), field(2, text("b"))));
  }

  @Test
  void refusesTextThatIsNotUtf8() throws IOException {
    byte[] latin1 = {'g', (byte) 0xe4, 'n', 's', 'e'};
    for (String name : List.of("id", "class", "path")) {
      assertMessage(
          "found bytes that are not UTF-8 in \"" + name + "\", expected UTF-8",
          entry(name, texts(latin1)));
    }
    byte[] bytes = example(entry("class", text("g\u00e4nse\ufffd")), LABEL, CODE);
    assertEquals("g\u00e4nse\ufffd", scan(bytes).className());
  }

  @Test
  void whatOtherFeaturesHoldDoesNotMatter() throws IOException {
    byte[] bytes =
        example(
            entry("image/encoded", texts(new byte[100], new byte[] {-1})),
            entry("classes", numbers(1, 2, 3)),
            LABEL,
            CODE,
            entry("boxes", join(floats(packed(1)), numbers(2))),
            entry("class", new byte[0]),
            entry("path", texts()));
    ExampleLayout layout = scan(bytes);
    assertEquals(1, layout.label());
    assertEquals("", layout.className());
    assertEquals("", layout.path());
  }

  @Test
  void refusesAFloatListOfHalfANumber() throws IOException {
    byte[] bytes = example(LABEL, entry("code", floats(field(1, new byte[6]))));
    MalformedExampleException e = assertThrows(MalformedExampleException.class, () -> scan(bytes));
    assertEquals(
        "found a piece of 6 bytes in a float list, expected 4 bytes a number", e.getMessage());
  }

  @Test
  void theLayoutRefusesAnythingCutShort() throws IOException {
    byte[] bytes = Examples.encode(photo);
    for (int length = 0; length < bytes.length; length++) {
      // Protobuf has another decoder for each.
      ByteBuffer onHeap = ByteBuffer.wrap(Arrays.copyOf(bytes, length));
      ByteBuffer direct = ByteBuffer.allocateDirect(length).put(bytes, 0, length).flip();
      for (ByteBuffer cut : List.of(onHeap, direct)) {
        assertThrows(
            MalformedExampleException.class,
            () -> new ExampleLayout().scan(cut),
            "cut at " + length);
      }
    }
  }

  private static void assertRefused(String word, byte[] bytes) {
    IOException e = assertThrows(IOException.class, () -> scan(bytes));
    assertTrue(e.toString().contains(word), e.toString());
  }

  /** Puts entries before a label and a code. */
  private static void assertMessage(String message, byte[] entries) throws IOException {
    byte[] bytes = example(entries, LABEL, CODE);
    MalformedExampleException e = assertThrows(MalformedExampleException.class, () -> scan(bytes));
    assertEquals(message, e.getMessage());
  }

  private static ExampleLayout scan(byte[] bytes) throws IOException {
    ExampleLayout layout = new ExampleLayout();
    layout.scan(ByteBuffer.wrap(bytes));
    return layout;
  }

  private static float[] code(ExampleLayout layout) throws IOException {
    float[] code = new float[layout.codeBytes() / 4];
    layout.code().asFloatBuffer().get(code);
    return code;
  }

  private interface Maker {
    byte[] make() throws IOException;
  }

  private static byte[] made(Maker maker) {
    try {
      return maker.make();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
