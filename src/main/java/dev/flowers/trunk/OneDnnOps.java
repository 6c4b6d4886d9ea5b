package dev.flowers.trunk;

import java.util.List;

/**
 * TensorFlow's ops that run oneDNN's kernels on tensors of TensorFlow's own layout. Its graph
 * rewriter puts them in the place of other ops; a graph that names them needs no rewriter, and
 * their weights stay reordered between runs. Not every build has them.
 */
public final class OneDnnOps {
  public static final String CONVOLUTION = "_MklNativeFusedConv2D";
  public static final String MAX_POOL = "_MklNativeMaxPool";
  public static final String MAT_MUL = "_MklNativeFusedMatMul";

  public static final List<String> ALL = List.of(CONVOLUTION, MAX_POOL, MAT_MUL);

  /** The attribute under which the kernels are registered, and its value. */
  public static final String KERNEL = "_kernel";

  public static final String KERNEL_LABEL = "MklNameChangeOp";

  private OneDnnOps() {}

  /** Whether a graph is faster with them: they have to be there, and the processor to gain. */
  public static boolean pay(Precision precision) {
    return precision == Precision.BFLOAT16 || (Processor.here().gainsFromOneDnnOps() && present());
  }

  /** Whether the build that runs here has them. */
  public static boolean present() {
    return ALL.stream().allMatch(TensorFlow::hasOp);
  }
}
