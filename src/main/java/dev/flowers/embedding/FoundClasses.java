package dev.flowers.embedding;

import dev.flowers.dataset.ClassNames;
import dev.flowers.storage.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The classes that the records themselves name, collected record by record. */
final class FoundClasses implements RecordScan.LabelCheck {
  // A label without a name has an empty one.
  private final TreeMap<Integer, String> names = new TreeMap<>();
  private final Map<String, Integer> labels = new HashMap<>();

  @Override
  public String expected(int label, String className) {
    String known = names.getOrDefault(label, "");
    if (className.isEmpty()) {
      names.putIfAbsent(label, "");
      return "";
    }
    if (className.equals(known)) {
      return "";
    }
    if (!known.isEmpty()) {
      return "class " + ClassNames.quoted(known) + ", as in an earlier record";
    }
    if (!ClassNames.fault(className).isEmpty()) {
      return "a class name of " + ClassNames.EXPECTED;
    }
    Integer other = labels.putIfAbsent(className, label);
    if (other != null) {
      return "another name, or label " + other + ", which has this one in an earlier record";
    }
    names.put(label, className);
    return "";
  }

  /**
   * Returns the names of all labels from 0 to the highest; {@code class0} and so on where no record
   * has one.
   *
   * @param file what was read, for messages
   * @throws InvalidInputException if such a name is another label's
   */
  List<String> names(Path file) throws InvalidInputException {
    List<String> all = new ArrayList<>();
    for (int label = 0; !names.isEmpty() && label <= names.lastKey(); label++) {
      String name = names.getOrDefault(label, "");
      if (name.isEmpty()) {
        name = "class" + label;
        if (labels.containsKey(name)) {
          throw new InvalidInputException(
              file
                  + ": found class \""
                  + name
                  + "\" with label "
                  + labels.get(name)
                  + ", expected a name for label "
                  + label
                  + ", too, which is called so without one");
        }
      }
      all.add(name);
    }
    return all;
  }
}
