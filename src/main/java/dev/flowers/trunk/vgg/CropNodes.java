package dev.flowers.trunk.vgg;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * {@link dev.flowers.image.SquareCrop} as nodes of a graph: the same square, the same pixels, the
 * same weights, and black beyond the square, which TensorFlow's own resizing has not.
 */
final class CropNodes {
  private static final int SIZE = VggNetwork.PHOTO_SIZE;

  private final Ops tf;

  CropNodes(Ops tf) {
    this.tf = tf;
  }

  /**
   * The two pixels of an axis that each output pixel lies between.
   *
   * @param index [2 · 224] the ones before, then the ones after, from the picture's edge
   * @param weight [2 · 224] how much of each
   */
  private record Taps(Operand<TInt32> index, Operand<TFloat32> weight) {}

  /**
   * Crops and scales pictures of one size.
   *
   * @param pictures [batch, height, width, channels]: grey, grey and alpha, RGB, or RGB and alpha;
   *     transparent pixels are laid over white
   * @return [batch, 224, 224, 3], RGB in [0,1]
   */
  Operand<TFloat32> unitRgb(Operand<TUint8> pictures) {
    Operand<TInt32> shape = tf.shape(pictures);
    Operand<TInt32> height = element(shape, 1);
    Operand<TInt32> width = element(shape, 2);
    Operand<TInt32> side = tf.math.minimum(height, width);
    Taps rows = taps(height, side);
    Taps columns = taps(width, side);
    // Picked before anything is computed: a large photo is never a float array.
    Operand<TUint8> picked =
        tf.gather(
            tf.gather(pictures, rows.index(), tf.constant(1)), columns.index(), tf.constant(2));
    Operand<TFloat32> weights =
        tf.math.mul(
            tf.reshape(rows.weight(), tf.constant(new int[] {2 * SIZE, 1, 1})),
            tf.reshape(columns.weight(), tf.constant(new int[] {2 * SIZE, 1})));
    Operand<TFloat32> weighted = tf.math.mul(overWhite(picked, element(shape, 3)), weights);
    Operand<TFloat32> blended =
        tf.reduceSum(
            tf.reshape(weighted, tf.constant(new int[] {-1, 2, SIZE, 2, SIZE, 3})),
            tf.constant(new int[] {1, 3}));
    // Four rounded weights may sum to a little over 1.
    return tf.math.minimum(tf.math.div(blended, tf.constant(255f)), tf.constant(1f));
  }

  private Taps taps(Operand<TInt32> length, Operand<TInt32> side) {
    double[] centres = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      centres[i] = i + 0.5;
    }
    Operand<TFloat64> at =
        tf.math.sub(
            tf.math.div(
                tf.math.mul(tf.constant(centres), tf.dtypes.cast(side, TFloat64.class)),
                tf.constant((double) SIZE)),
            tf.constant(0.5));
    Operand<TFloat64> floor = tf.math.floor(at);
    Operand<TFloat64> fraction = tf.math.sub(at, floor);
    Operand<TInt32> before = tf.dtypes.cast(floor, TInt32.class);
    Operand<TInt32> after = tf.math.add(before, tf.constant(1));
    Operand<TInt32> none = tf.constant(0);
    Operand<TInt32> last = tf.math.sub(side, tf.constant(1));

    Operand<TInt32> start = tf.math.floorDiv(tf.math.sub(length, side), tf.constant(2));
    Operand<TInt32> index =
        tf.math.add(
            start,
            tf.concat(
                List.of(tf.math.maximum(before, none), tf.math.minimum(after, last)),
                tf.constant(0)));
    Operand<TFloat64> weight =
        tf.concat(
            List.of(
                tf.math.mul(
                    tf.math.sub(tf.constant(1.0), fraction),
                    tf.dtypes.cast(tf.math.greaterEqual(before, none), TFloat64.class)),
                tf.math.mul(
                    fraction, tf.dtypes.cast(tf.math.lessEqual(after, last), TFloat64.class))),
            tf.constant(0));
    return new Taps(index, tf.dtypes.cast(weight, TFloat32.class));
  }

  /** RGB in [0,255], whole numbers, from pixels of one to four channels. */
  private Operand<TFloat32> overWhite(Operand<TUint8> pixels, Operand<TInt32> channels) {
    Operand<TInt32> lastAxis = tf.constant(3);
    // One and two channels are grey: the first is meant thrice.
    Operand<TInt32> coloured =
        tf.dtypes.cast(tf.math.greaterEqual(channels, lastAxis), TInt32.class);
    Operand<TInt32> colours = tf.math.mul(tf.constant(new int[] {0, 1, 2}), coloured);
    // Two and four channels end with alpha; the others find 255 behind their last.
    Operand<TInt32> one = tf.constant(1);
    Operand<TInt32> two = tf.constant(2);
    Operand<TInt32> alphaAt =
        tf.math.add(
            tf.math.mul(tf.math.floorDiv(tf.math.sub(channels, one), two), two),
            tf.constant(new int[] {1}));
    Operand<TUint8> opaque =
        tf.pad(
            pixels,
            tf.constant(new int[][] {{0, 0}, {0, 0}, {0, 0}, {0, 1}}),
            tf.dtypes.cast(tf.constant(255), TUint8.class));
    Operand<TFloat32> alpha = tf.dtypes.cast(tf.gather(opaque, alphaAt, lastAxis), TFloat32.class);
    Operand<TFloat32> rgb = tf.dtypes.cast(tf.gather(pixels, colours, lastAxis), TFloat32.class);
    Operand<TFloat32> white = tf.constant(255f);
    Operand<TFloat32> sum =
        tf.math.add(
            tf.math.mul(rgb, alpha),
            tf.math.add(tf.math.mul(white, tf.math.sub(white, alpha)), tf.constant(127.5f)));
    return tf.math.floor(tf.math.div(sum, white));
  }

  private Operand<TInt32> element(Operand<TInt32> vector, int index) {
    return tf.gather(vector, tf.constant(index), tf.constant(0));
  }
}
