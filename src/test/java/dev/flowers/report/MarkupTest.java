package dev.flowers.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class MarkupTest {
  @Test
  void textAndAttributesAreEscaped() {
    String html =
        new Markup()
            .element("p", "<b>&\"'</b>", "title", "\"><script>alert('x')</script>")
            .document();
    assertEquals(
        "<!DOCTYPE html>\n"
            + "<p title=\"&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;\">"
            + "&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;</p>\n",
        html);
  }

  @Test
  void whatIsNoTextIsReplaced() {
    String html = new Markup().text("a\u0000b\u202Ec\uD800d\uFFFEe\u0085f🌼").document();
    assertEquals("<!DOCTYPE html>\na\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf🌼\n", html);
  }

  @Property(seed = "16", tries = 300)
  void anyNameStaysOneTextInOneElement(@ForAll String name) throws Exception {
    String html = new Markup().element("p", name, "title", name).document();
    Element element =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(html)))
            .getDocumentElement();
    assertEquals(0, element.getElementsByTagName("*").getLength());
    assertEquals(1, element.getAttributes().getLength());
    assertEquals(
        name.codePointCount(0, name.length()),
        element.getTextContent().codePointCount(0, element.getTextContent().length()));
  }

  @Test
  void refusesWhatIsNotWellFormed() {
    assertThrows(IllegalStateException.class, () -> new Markup().open("p").document());
    assertThrows(IllegalArgumentException.class, () -> new Markup().open("p", "class"));
    assertThrows(IllegalArgumentException.class, () -> new Markup().verbatim("script", "a && b"));
  }
}
