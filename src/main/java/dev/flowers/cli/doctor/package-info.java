/** The checks of {@code flowers doctor}. They download nothing and change nothing in the home. */
@NullMarked
package dev.flowers.cli.doctor;

import org.jspecify.annotations.NullMarked;
