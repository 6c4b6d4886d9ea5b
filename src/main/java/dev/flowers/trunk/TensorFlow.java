package dev.flowers.trunk;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.util.Utils;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpList;

/** The TensorFlow engine with its native libraries taken from the class path, offline. */
public final class TensorFlow {
  /** DJL's name of it. */
  public static final String ENGINE = "TensorFlow";

  private static final String LIBRARY_PATH = "TENSORFLOW_LIBRARY_PATH";
  private static final String OPT_OUT = "OPT_OUT_TRACKING";

  private TensorFlow() {}

  /** DJL's TensorFlow engine, started at the first call. */
  public static Engine engine() {
    return DjlEngines.get(ENGINE);
  }

  /**
   * The device to run on.
   *
   * @param asked none for the engine's default one
   * @throws IllegalArgumentException if the engine has no such device
   */
  public static Device device(@Nullable Device asked) {
    Engine engine = engine();
    if (asked == null) {
      return engine.defaultDevice();
    }
    int gpus = engine.getGpuCount();
    boolean present =
        asked.isGpu()
            ? asked.getDeviceId() < gpus
            : asked.getDeviceType().equals(Device.cpu().getDeviceType());
    if (!present) {
      throw new IllegalArgumentException(
          "device: found "
              + asked
              + ", expected cpu()"
              + (gpus == 0 ? "" : " or gpu(0)" + (gpus == 1 ? "" : " to gpu(" + (gpus - 1) + ")"))
              + ", which TensorFlow has here");
    }
    return asked;
  }

  /** Whether TensorFlow's build has an op of this name. */
  public static boolean hasOp(String name) {
    return Ops.NAMES.contains(name);
  }

  /** Read once: there are some 1,500. */
  private static final class Ops {
    static final Set<String> NAMES = names();

    /** Of each op the name alone: the definitions are half a megabyte. */
    private static Set<String> names() {
      engine();
      Set<String> names = new HashSet<>();
      TF_Buffer list = tensorflow.TF_GetAllOpList();
      try {
        CodedInputStream ops = CodedInputStream.newInstance(list.dataAsByteBuffer());
        int tag = ops.readTag();
        while (tag != 0) {
          if (WireFormat.getTagFieldNumber(tag) == OpList.OP_FIELD_NUMBER) {
            names.add(name(ops.readBytes().newCodedInput()));
          } else {
            ops.skipField(tag);
          }
          tag = ops.readTag();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("TensorFlow's list of ops: " + e.getMessage(), e);
      } finally {
        tensorflow.TF_DeleteBuffer(list);
      }
      return names;
    }

    private static String name(CodedInputStream op) throws IOException {
      int tag = op.readTag();
      while (tag != 0) {
        if (WireFormat.getTagFieldNumber(tag) == OpDef.NAME_FIELD_NUMBER) {
          return op.readString();
        }
        op.skipField(tag);
        tag = op.readTag();
      }
      return "";
    }
  }

  /**
   * Sets what DJL reads when it starts an engine: where TensorFlow's native libraries are, and that
   * telemetry is disabled. What the user has set stays. Must run before an engine is first touched.
   */
  public static synchronized void prepare() {
    if (Utils.getEnvOrSystemProperty(OPT_OUT) == null) {
      System.setProperty(OPT_OUT, "true");
    }
    // JavaCPP would count the mapped weights against the Java heap's size and refuse to go on.
    setIfAbsent("org.bytedeco.javacpp.maxBytes", "0");
    setIfAbsent("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    if (Utils.getEnvOrSystemProperty(LIBRARY_PATH) != null) {
      return;
    }
    try {
      File libraries =
          Loader.cacheResource("/org/tensorflow/internal/c_api/" + Loader.getPlatform() + "/");
      if (libraries != null) {
        System.setProperty(LIBRARY_PATH, libraries.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot unpack TensorFlow's native libraries into JavaCPP's cache: " + e.getMessage(), e);
    }
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
