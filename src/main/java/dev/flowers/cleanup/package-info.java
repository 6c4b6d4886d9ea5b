/**
 * Keeps a home small: {@link dev.flowers.cleanup.HomeCleaning} finds what nothing needs any more,
 * and removes what it is told to.
 *
 * <p>API: all public types but {@code DemoFiles}, which is internal.
 */
@NullMarked
package dev.flowers.cleanup;

import org.jspecify.annotations.NullMarked;
