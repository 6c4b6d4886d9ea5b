/**
 * Writes an evaluation as one self-contained HTML file: no network, no external fonts or scripts.
 *
 * <p>Internal: programs get a report through {@link dev.flowers.training.TrainingPipeline}.
 *
 * <p>{@link dev.flowers.report.ReportData} says what is shown, {@link dev.flowers.report.Report}
 * writes it. Each part of the page is a small class that writes to a {@code Markup}, the only place
 * where text becomes HTML: names of classes and photos are what users type, and are escaped there
 * and nowhere else. Charts are SVG, drawn here.
 */
@NullMarked
package dev.flowers.report;

import org.jspecify.annotations.NullMarked;
