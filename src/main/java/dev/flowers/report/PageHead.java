package dev.flowers.report;

/** The head of a page: it has its own style and script, and loads and sends nothing. */
final class PageHead {
  private PageHead() {}

  /**
   * Writes it.
   *
   * @param script the page's script, to which the policy is to agree
   */
  static void write(Markup page, String title, PageResource script) {
    PageResource style = PageResource.read("report.css");
    page.open("head").line();
    page.empty("meta", "charset", "utf-8").line();
    page.empty("meta", "name", "generator", "content", PageFile.GENERATOR).line();
    // Whatever a name smuggled in, it would neither run nor reach the network.
    String policy =
        "default-src 'none'; img-src data:; style-src "
            + style.policy()
            + "; script-src "
            + script.policy();
    page.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy).line();
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    page.empty("meta", "name", "color-scheme", "content", "light dark").line();
    // Without it a browser asks the server for one.
    page.empty("link", "rel", "icon", "href", "data:,").line();
    page.element("title", title).line();
    page.verbatim("style", style.text());
    page.close().line();
  }
}
