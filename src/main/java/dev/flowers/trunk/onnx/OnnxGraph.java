package dev.flowers.trunk.onnx;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What a model file declares, and where in it things are. The numbers of its tensors are not here.
 *
 * @param file the model file
 * @param inputs of the network; tensors that the file itself holds are none
 * @param outputs of the network
 * @param opset the version of ONNX's own operators
 * @param externalData in files beside it; the same may be here several times
 * @param names of all values and nodes
 * @param layout where things are in the file
 */
record OnnxGraph(
    Path file,
    List<OnnxValue> inputs,
    List<OnnxValue> outputs,
    int opset,
    List<ExternalData> externalData,
    Set<String> names,
    Layout layout) {

  OnnxGraph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    externalData = List.copyOf(externalData);
    names = Set.copyOf(names);
  }

  /**
   * Bytes of the file.
   *
   * @param start of the first
   * @param end behind the last
   */
  record Range(long start, long end) {
    long length() {
      return end - start;
    }
  }

  /**
   * A tensor of the graph whose numbers are in another file.
   *
   * @param field with its tag
   * @param message without it
   * @param references what in it says where the numbers are
   * @param data where they are
   */
  record ExternalTensor(Range field, Range message, List<Range> references, ExternalData data) {
    ExternalTensor {
      references = List.copyOf(references);
    }
  }

  /**
   * Where things are.
   *
   * @param size of the file
   * @param graph the graph's field with its tag
   * @param body the graph's message without it
   * @param outputs the fields with the outputs, with their tags
   * @param externalTensors of the graph itself, not of graphs in its nodes
   */
  record Layout(
      long size,
      Range graph,
      Range body,
      List<Range> outputs,
      List<ExternalTensor> externalTensors) {
    Layout {
      outputs = List.copyOf(outputs);
      externalTensors = List.copyOf(externalTensors);
    }
  }
}
