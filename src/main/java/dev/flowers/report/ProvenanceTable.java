package dev.flowers.report;

import java.util.Map;

/** The provenance of the model: data, versions and hyperparameters. */
final class ProvenanceTable {
  private ProvenanceTable() {}

  static void write(Markup page, Map<String, String> provenance) {
    page.open("section", "id", "provenance").line();
    page.element("h2", "Provenance");
    page.open("table", "class", "facts").open("tbody").line();
    provenance.forEach(
        (name, value) -> {
          page.open("tr").element("th", name, "scope", "row").element("td", value);
          page.close().line();
        });
    page.close().close().close().line();
  }
}
