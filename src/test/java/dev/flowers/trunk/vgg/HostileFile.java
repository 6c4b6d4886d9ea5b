package dev.flowers.trunk.vgg;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.flowers.trunk.MalformedWeightsException;
import dev.flowers.trunk.npy.BytesChannel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * What a file of weights may cost, whatever is in it.
 *
 * @param name what messages call the file
 * @param longestMessage characters of a refusal
 * @param mostAllocated bytes that reading it may allocate
 */
record HostileFile(Path name, int longestMessage, long mostAllocated) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Whether the file was read, values and all. */
  boolean openOrRefuse(byte[] bytes, String what) throws IOException {
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    boolean read = false;
    try (VggWeights weights = VggWeights.open(name, new BytesChannel(bytes))) {
      for (StoredTensor tensor : weights.tensors()) {
        long size = tensor.tensor().bytes();
        assertTrue(size <= 2L * bytes.length, what); // float16 grows
        weights.read(tensor, 0, ByteBuffer.allocate((int) size));
      }
      read = true;
    } catch (MalformedWeightsException e) {
      String message = String.valueOf(e.getMessage());
      assertTrue(message.startsWith(name + ": "), () -> what + ": " + message);
      assertTrue(message.matches(".*found .*, expected .*"), () -> what + ": " + message);
      assertTrue(message.length() < longestMessage, () -> what + ": " + message);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(what, e);
    }
    long taken = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    assertTrue(taken < mostAllocated, () -> what + ": " + taken + " bytes were allocated");
    return read;
  }
}
