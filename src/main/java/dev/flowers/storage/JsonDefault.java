package dev.flowers.storage;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a record's component is when a JSON file leaves it out, as files of earlier versions do. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface JsonDefault {
  /** The value in JSON: {@code 0}, {@code "CONSTANT"} with its quotes. */
  String value();
}
