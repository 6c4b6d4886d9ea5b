/** What {@code flowers doctor} looks at. Nothing here fetches anything or changes a home. */
@NullMarked
package dev.flowers.cli.doctor;

import org.jspecify.annotations.NullMarked;
