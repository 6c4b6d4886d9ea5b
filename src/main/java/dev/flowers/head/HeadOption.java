package dev.flowers.head;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * One option of {@link HeadOptions}: what it is called, what it does, and its value.
 *
 * <p>An option is described once, by the annotation of its component in the record. The flags of
 * the command line, the reports and the error messages are made from that description, by way of
 * {@link #all}. Immutable.
 */
public final class HeadOption {
  /** What is said about an option. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  @interface Description {
    /** The name in reports and messages. */
    String name();

    /**
     * The flag of the command line; of an option that is true by default, the one that denies it.
     */
    String flag();

    /** What stands for the value in the command line's help; empty for a flag without a value. */
    String placeholder();

    /** What the option does, for the command line's help. */
    String help();
  }

  private static final List<HeadOption> ALL =
      Arrays.stream(HeadOptions.class.getRecordComponents()).map(HeadOption::new).toList();

  private final RecordComponent component;
  private final Description description;

  private HeadOption(RecordComponent component) {
    this.component = component;
    description =
        Objects.requireNonNull(
            component.getAnnotation(Description.class),
            () -> "HeadOptions." + component.getName() + " has no @HeadOption.Description");
  }

  /** Returns the options, in the record's order. */
  public static List<HeadOption> all() {
    return ALL;
  }

  /** Returns the option of a component of the record. */
  static HeadOption of(String component) {
    return ALL.stream()
        .filter(option -> option.component.getName().equals(component))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("HeadOptions has no " + component));
  }

  /**
   * Makes options of values.
   *
   * @param values gives each option's value, which is of the option's {@link #type}
   * @throws HeadOptionException if a value is outside its range
   */
  public static HeadOptions options(Function<HeadOption, Object> values) {
    Class<?>[] types = ALL.stream().map(HeadOption::type).toArray(Class<?>[]::new);
    try {
      Constructor<HeadOptions> constructor = HeadOptions.class.getDeclaredConstructor(types);
      return constructor.newInstance(ALL.stream().map(values).toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof HeadOptionException wrong) {
        throw wrong;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the name in reports and messages, such as {@code learning rate}. */
  public String name() {
    return description.name();
  }

  /** Returns the flag of the command line, such as {@code --learning-rate}. */
  public String flag() {
    return description.flag();
  }

  /** Returns what stands for the value in the command line's help, such as {@code RATE}. */
  public String placeholder() {
    return description.placeholder();
  }

  /** Returns what the option does, as sentences. */
  public String help() {
    return description.help();
  }

  /** Returns the value's type: int, long, float, boolean or an enum. */
  public Class<?> type() {
    return component.getType();
  }

  /** Returns the value as text, as it can be given to the flag. */
  public String text(HeadOptions options) {
    try {
      return text(component.getAccessor().invoke(options));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Numbers as one types them: the shortest decimals that give the same float. */
  static String text(Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
    if (value instanceof Float number && Float.isFinite(number)) {
      BigDecimal decimal = new BigDecimal(number.toString()).stripTrailingZeros();
      // An exponent only where the zeros are hard to count.
      boolean plain =
          decimal.signum() == 0 || Math.abs(decimal.precision() - decimal.scale()) <= 10;
      return plain ? decimal.toPlainString() : decimal.toString();
    }
    return value.toString();
  }

  @Override
  public String toString() {
    return name();
  }
}
