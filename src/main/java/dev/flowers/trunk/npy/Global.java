package dev.flowers.trunk.npy;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The functions and classes that a pickle may call here. Each makes data of its arguments and does
 * nothing else; {@link NumpyObjects} does what they do, and none of Python's code exists here.
 */
enum Global implements PickleValue {
  RECONSTRUCT("numpy.core.multiarray._reconstruct"),
  FROM_BUFFER("numpy.core.numeric._frombuffer"),
  SCALAR("numpy.core.multiarray.scalar"),
  DTYPE("numpy.dtype"),
  NDARRAY("numpy.ndarray"),
  MATRIX("numpy.matrix", "numpy.matrixlib.defmatrix.matrix"),
  MEMMAP("numpy.memmap", "numpy.core.memmap.memmap"),
  ENCODE("_codecs.encode"),
  ORDERED_DICTIONARY("collections.OrderedDict"),
  DEFAULT_DICTIONARY("collections.defaultdict"),
  BYTES("builtins.bytes"),
  BYTE_ARRAY("builtins.bytearray"),
  SET("builtins.set"),
  FROZEN_SET("builtins.frozenset"),
  COMPLEX("builtins.complex");

  /** Types that a pickle may name, as a default dictionary's factory for instance, not call. */
  private static final Set<String> TYPES =
      Stream.concat(
              Stream.of("bool", "dict", "float", "int", "list", "long", "str", "tuple", "unicode")
                  .map("builtins."::concat),
              Stream.of(
                      "bool_", "float16", "float32", "float64", "int8", "int16", "int32", "int64",
                      "str_", "uint8", "uint16", "uint32", "uint64")
                  .map("numpy."::concat))
          .collect(Collectors.toUnmodifiableSet());

  private static final Map<String, Global> BY_NAME =
      Arrays.stream(values())
          .flatMap(
              global ->
                  Stream.of(global.pythonName, global.longName)
                      .distinct()
                      .map(name -> Map.entry(name, global)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private final String pythonName;

  /** The name by the module that defines it, as older releases write it. */
  private final String longName;

  Global(String pythonName) {
    this(pythonName, pythonName);
  }

  Global(String pythonName, String longName) {
    this.pythonName = pythonName;
    this.longName = longName;
  }

  /**
   * What a pickle names.
   *
   * @return one of these, or {@link PickleValue.Plain} for a type that is not called; empty for
   *     every other name, which is to be refused
   */
  static Optional<PickleValue> named(String module, String name) {
    String path = commonName(module) + "." + name;
    Global global = BY_NAME.get(path);
    if (global != null) {
      return Optional.of(global);
    }
    return TYPES.contains(path)
        ? Optional.of(new PickleValue.Plain("the type " + path))
        : Optional.empty();
  }

  /** The module as Python 3 and numpy 1 name it; Python 2 and numpy 2 differ. */
  private static String commonName(String module) {
    if (module.equals("__builtin__")) {
      return "builtins";
    }
    return module.startsWith("numpy._core.")
        ? "numpy.core." + module.substring("numpy._core.".length())
        : module;
  }

  @Override
  public String described() {
    return pythonName;
  }
}
