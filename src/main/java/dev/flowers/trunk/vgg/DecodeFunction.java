package dev.flowers.trunk.vgg;

import java.util.List;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.StatelessIf;
import org.tensorflow.op.image.DecodeImage;
import org.tensorflow.op.image.DecodeJpeg;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** A graph's function from the bytes of one image file to [224, 224, 3], RGB in [0,1]. */
final class DecodeFunction {
  private static final int SIZE = VggNetwork.PHOTO_SIZE;

  private DecodeFunction() {}

  /** Makes the function; to be closed when the graph is complete. */
  static ConcreteFunction create() {
    try (ConcreteFunction gif = ConcreteFunction.create(DecodeFunction::gif);
        ConcreteFunction other = ConcreteFunction.create(DecodeFunction::jpegOrPng)) {
      return ConcreteFunction.create(tf -> photo(tf, gif, other));
    }
  }

  private static Signature photo(Ops tf, ConcreteFunction gif, ConcreteFunction other) {
    Placeholder<TString> file = file(tf);
    Operand<TBool> isGif =
        tf.math.equal(tf.strings.substr(file, tf.constant(0), tf.constant(3)), tf.constant("GIF"));
    StatelessIf decoded = tf.statelessIf(isGif, List.of(file), List.of(TUint8.class), gif, other);
    Operand<TUint8> pixels = decoded.op().output(0);
    Operand<TFloat32> photos = new CropNodes(tf).unitRgb(tf.expandDims(pixels, tf.constant(0)));
    Operand<TFloat32> photo = tf.reshape(photos, tf.constant(new int[] {SIZE, SIZE, 3}));
    return Signature.builder().key("decode").input("file", file).output("photo", photo).build();
  }

  /** The first frame, which {@code DecodeJpeg} would not take from several. */
  private static Signature gif(Ops tf) {
    Placeholder<TString> file = file(tf);
    Operand<TUint8> pixels =
        tf.image.decodeImage(file, TUint8.class, DecodeImage.expandAnimations(false));
    return Signature.builder()
        .key("decode_gif")
        .input("file", file)
        .output("pixels", pixels)
        .build();
  }

  /**
   * {@code DecodeJpeg} takes PNG, too. It alone can be told to transform exactly, as Java does;
   * else the pixels differ by some levels.
   */
  private static Signature jpegOrPng(Ops tf) {
    Placeholder<TString> file = file(tf);
    Operand<TUint8> pixels = tf.image.decodeJpeg(file, DecodeJpeg.dctMethod("INTEGER_ACCURATE"));
    return Signature.builder()
        .key("decode_jpeg_or_png")
        .input("file", file)
        .output("pixels", pixels)
        .build();
  }

  private static Placeholder<TString> file(Ops tf) {
    return tf.placeholder(TString.class, Placeholder.shape(Shape.scalar()));
  }
}
