package dev.flowers.embedding;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.flowers.dataset.Split;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.tensorflow.proto.BytesList;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.FloatList;
import org.tensorflow.proto.Int64List;

/**
 * Embeddings as tf.Example. Only the protobuf classes are used; the TensorFlow engine is not
 * started.
 */
final class Examples {
  static final String LABEL = "label";
  static final String CODE = "code";
  static final String ID = "id";
  static final String PATH = "path";
  static final String CLASS = "class";
  static final String MIRRORED = "mirrored";
  static final String PART = "part";
  static final String FILE_BYTES = "file_bytes";
  static final String FILE_MODIFIED = "file_modified";

  /** The label of a photo of which nobody has said the class: as scikit-learn has it. */
  static final int NO_LABEL = -1;

  private Examples() {}

  /** Returns the serialized example; the same embedding always gives the same bytes. */
  static byte[] encode(Embedding embedding) throws IOException {
    Features.Builder features = features(embedding.values(), embedding.label());
    if (embedding.mirrored()) {
      features.putFeature(MIRRORED, number(1));
    }
    putText(features, ID, embedding.id());
    putText(features, PATH, embedding.path());
    putText(features, CLASS, embedding.className());
    putText(features, PART, embedding.part().map(Split.Part::text).orElse(""));
    return bytes(features);
  }

  /** Returns the serialized example of a photo without a label. */
  static byte[] encode(PhotoFile photo, String id, float[] values) throws IOException {
    Features.Builder features =
        features(values, NO_LABEL)
            .putFeature(FILE_BYTES, number(photo.length()))
            .putFeature(FILE_MODIFIED, number(photo.modified()));
    putText(features, ID, id);
    putText(features, PATH, photo.path());
    return bytes(features);
  }

  private static Features.Builder features(float[] values, int label) {
    FloatList.Builder code = FloatList.newBuilder();
    for (float value : values) {
      code.addValue(value);
    }
    return Features.newBuilder()
        .putFeature(CODE, Feature.newBuilder().setFloatList(code).build())
        .putFeature(LABEL, number(label));
  }

  private static byte[] bytes(Features.Builder features) throws IOException {
    Example example = Example.newBuilder().setFeatures(features).build();

    byte[] bytes = new byte[example.getSerializedSize()];
    CodedOutputStream output = CodedOutputStream.newInstance(bytes);
    // Without it the order of the features would be the hash map's.
    output.useDeterministicSerialization();
    example.writeTo(output);
    output.checkNoSpaceLeft();
    return bytes;
  }

  /**
   * Parses one serialized example whose features were checked when its file was opened.
   *
   * @param id the photo's id, which the example may not have
   * @param mirrored what its layout said
   */
  static Embedding decode(ByteBuffer example, String id, boolean mirrored) throws IOException {
    ExampleLayout layout = new ExampleLayout();
    layout.scan(example);
    float[] code = new float[layout.codeBytes() / Float.BYTES];
    layout.code().asFloatBuffer().get(code);
    return new Embedding(
        id,
        Math.toIntExact(layout.label()),
        layout.className(),
        layout.path(),
        code,
        mirrored,
        layout.part());
  }

  private static Feature number(long value) {
    return Feature.newBuilder().setInt64List(Int64List.newBuilder().addValue(value)).build();
  }

  private static void putText(Features.Builder features, String key, String text) {
    if (!text.isEmpty()) {
      BytesList bytes = BytesList.newBuilder().addValue(ByteString.copyFromUtf8(text)).build();
      features.putFeature(key, Feature.newBuilder().setBytesList(bytes).build());
    }
  }
}
