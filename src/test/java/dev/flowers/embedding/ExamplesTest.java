package dev.flowers.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.FloatList;

class ExamplesTest {
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
    assertEquals(photo.code()[5], features.getFeatureOrThrow("code").getFloatList().getValue(5));
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
      assertArrayEquals(photo.code(), code);
    }
  }

  @Test
  void theLayoutTakesAFeaturesNameAfterItsValue() throws IOException {
    Example whole = Example.parseFrom(Examples.encode(photo));
    byte[] backwards =
        field(
            1,
            entry("label", whole, true),
            entry("code", whole, false),
            // Fields of a later version of the format are passed over.
            field(9, new byte[3]));
    ExampleLayout layout = new ExampleLayout();
    layout.scan(ByteBuffer.wrap(backwards));
    assertEquals(photo.label(), layout.label());
    assertEquals(Samples.WIDTH * 4, layout.codeBytes());
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
  void theLayoutRefusesUnpackedFloats() throws IOException {
    byte[] number = {(1 << 3) | 5, 0, 0, 0, 0};
    byte[] code = field(1, field(1, "code".getBytes(UTF_8)), field(2, field(2, number)));
    assertRefused("packed", field(1, code));
  }

  @Test
  void theLayoutRefusesAnythingCutShort() throws IOException {
    byte[] bytes = Examples.encode(photo);
    for (int length = 0; length < bytes.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(bytes, length));
      assertThrows(IOException.class, () -> new ExampleLayout().scan(cut), "cut at " + length);
    }
  }

  private static void assertRefused(String word, byte[] bytes) {
    IOException e =
        assertThrows(IOException.class, () -> new ExampleLayout().scan(ByteBuffer.wrap(bytes)));
    assertTrue(e.toString().contains(word), e.toString());
  }

  private static byte[] entry(String name, Example whole, boolean valueFirst) throws IOException {
    byte[] key = field(1, name.getBytes(UTF_8));
    byte[] value = field(2, whole.getFeatures().getFeatureOrThrow(name).toByteArray());
    return valueFirst ? field(1, value, key) : field(1, key, value);
  }

  private static byte[] field(int number, byte[]... parts) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.write(part);
    }
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    CodedOutputStream output = CodedOutputStream.newInstance(field);
    output.writeBytes(number, ByteString.copyFrom(content.toByteArray()));
    output.flush();
    return field.toByteArray();
  }
}
