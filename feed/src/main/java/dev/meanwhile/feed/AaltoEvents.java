package dev.meanwhile.feed;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import org.codehaus.stax2.XMLInputFactory2;
import org.codehaus.stax2.io.Stax2ByteArraySource;
import org.jspecify.annotations.Nullable;

/// Events of a well-formed document, straight from Aalto.
final class AaltoEvents implements XmlEvents {
  /*
   * - A factory shares its table of names with all its readers, for ever. Hostile documents would
   *   fill it up, so every document has a factory of its own; that costs a few microseconds.
   * - The XML declaration is skipped here: the bytes are UTF-8 by now, whatever it says.
   * - Aalto never reads external entities nor expands internal ones. With replacement off it
   *   hands over references by name; these are looked up in what the document declares, then in
   *   HTML's table.
   * - Small maps remember the lower case of each name, and what each prefix was last bound to.
   */
  private static final String DECLARATION_START = "<?xml";

  private final XMLStreamReader reader;
  private final Problems problems;
  private final int skippedLines;
  private final int skippedColumns;
  private final DeclaredEntities declared = new DeclaredEntities();
  private final Map<String, String> lowerCase = new HashMap<>();
  private final Map<String, Binding> bindings = new HashMap<>();
  private final NameGuard guard = new NameGuard();

  private Kind kind = Kind.TEXT;
  private int depth;
  private @Nullable String entity;

  AaltoEvents(Decoding document, Problems problems) {
    this.problems = problems;
    byte[] bytes = document.bytes();
    if (NameGuard.hasEndlessTag(bytes)) {
      throw new MalformedXmlException("a tag with thousands of attributes", 0, 0, null);
    }
    int start = skipDeclaration(bytes, document.from());
    String skipped =
        new String(bytes, document.from(), start - document.from(), StandardCharsets.UTF_8);
    this.skippedLines = (int) skipped.chars().filter(c -> c == '\n').count();
    this.skippedColumns = skipped.length() - 1 - skipped.lastIndexOf('\n');
    this.reader = open(new Stax2ByteArraySource(bytes, start, bytes.length - start));
  }

  /// Events of a document as it arrives.
  ///
  /// @param utf8 UTF-8 without an XML declaration
  /// @param skippedLines lines that came before it
  AaltoEvents(KeptStream utf8, int skippedLines, Problems problems) {
    this.problems = problems;
    this.skippedLines = skippedLines;
    this.skippedColumns = 0;
    this.reader = open(new StreamSource(new TagGuard(utf8)));
  }

  private static XMLStreamReader open(Source source) {
    InputFactoryImpl factory = new InputFactoryImpl();
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory2.P_INTERN_NAMES, false);
    factory.setProperty(XMLInputFactory2.P_INTERN_NS_URIS, false);
    try {
      return factory.createXMLStreamReader(source);
    } catch (XMLStreamException | RuntimeException e) {
      // A declaration with a name that no character set can have is one of its slips.
      throw new MalformedXmlException(firstLine(e), 0, 0, e);
    }
  }

  /// Where the document begins after white space and an XML declaration.
  static int skipDeclaration(byte[] bytes, int from) {
    int start = from;
    while (start < bytes.length && bytes[start] >= 0 && bytes[start] <= ' ') {
      start++;
    }
    int name = start + DECLARATION_START.length();
    if (name >= bytes.length
        || !new String(bytes, start, DECLARATION_START.length(), StandardCharsets.ISO_8859_1)
            .equals(DECLARATION_START)
        || bytes[name] > ' ') {
      return start;
    }
    for (int i = name; i < bytes.length && bytes[i] != '<'; i++) {
      if (bytes[i] == '>') {
        return i + 1;
      }
    }
    return start;
  }

  @Override
  public Kind next() {
    entity = null;
    try {
      Kind next = advance();
      while (next == null) {
        next = advance();
      }
      kind = next;
      return next;
    } catch (XMLStreamException | RuntimeException e) {
      // Aalto reports what it finds late by unchecked exceptions, some of them plain slips of
      // its own; whichever it is, the document is one that it cannot read.
      throw malformed(e);
    }
  }

  /// Moves by one event of the parser; null if it is of no interest.
  private @Nullable Kind advance() throws XMLStreamException {
    return switch (reader.next()) {
      case XMLStreamConstants.START_ELEMENT -> {
        depth++;
        guardNames();
        yield Kind.START;
      }
      case XMLStreamConstants.END_ELEMENT -> {
        depth--;
        yield Kind.END;
      }
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
        Kind.TEXT;
      case XMLStreamConstants.ENTITY_REFERENCE -> {
        entity = legal(reader.getLocalName());
        guardName(entity);
        yield Kind.TEXT;
      }
      case XMLStreamConstants.PROCESSING_INSTRUCTION -> {
        guardName(reader.getPITarget());
        yield null;
      }
      case XMLStreamConstants.DTD -> {
        declared.read(reader.getText());
        yield null;
      }
      case XMLStreamConstants.END_DOCUMENT -> Kind.DONE;
      default -> null;
    };
  }

  private void guardNames() throws XMLStreamException {
    int attributes = reader.getAttributeCount();
    int prefixes = reader.getNamespaceCount();
    guard.count(1 + attributes + prefixes);
    if (guard.isCollecting()) {
      guardName(reader.getLocalName());
      for (int i = 0; i < attributes; i++) {
        guardName(reader.getAttributeLocalName(i));
      }
      for (int i = 0; i < prefixes; i++) {
        guardName("xmlns:" + reader.getNamespacePrefix(i));
      }
    }
  }

  private void guardName(String name) throws XMLStreamException {
    guard.count(1);
    if (guard.isCollecting() && guard.show(name)) {
      throw new XMLStreamException("more than " + Limits.MAX_NAMES + " different names");
    }
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public Space space() {
    String prefix = reader.getPrefix();
    String uri = uri();
    String key = prefix == null ? "" : prefix;
    Binding known = bindings.get(key);
    if (known == null || !known.uri.equals(uri)) {
      known = new Binding(uri, Space.of(uri, key));
      bindings.put(key, known);
    }
    return known.space;
  }

  @Override
  public String uri() {
    String uri = reader.getNamespaceURI();
    return uri == null ? "" : uri;
  }

  @Override
  public String name() {
    String name = reader.getLocalName();
    String lower = lowerCase.get(name);
    if (lower == null) {
      lower = name.toLowerCase(Locale.ROOT);
      lowerCase.put(name, lower);
    }
    return lower;
  }

  @Override
  public @Nullable String attribute(String name) {
    int count = Math.min(reader.getAttributeCount(), Limits.MAX_ATTRIBUTES);
    String prefixed = null;
    for (int i = 0; i < count; i++) {
      if (name.equalsIgnoreCase(reader.getAttributeLocalName(i))) {
        if (reader.getAttributePrefix(i).isEmpty()) {
          return reader.getAttributeValue(i);
        }
        prefixed = reader.getAttributeValue(i);
      }
    }
    return prefixed;
  }

  @Override
  public @Nullable String base() {
    int count = Math.min(reader.getAttributeCount(), Limits.MAX_ATTRIBUTES);
    for (int i = 0; i < count; i++) {
      if (reader.getAttributeLocalName(i).equals("base")
          && reader.getAttributePrefix(i).equals("xml")) {
        return reader.getAttributeValue(i);
      }
    }
    return null;
  }

  @Override
  public void text(TextBuffer into) {
    String name = entity;
    if (name == null) {
      try {
        into.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
      } catch (RuntimeException e) {
        throw malformed(e); // text is read only when it is asked for, as above
      }
      return;
    }
    String replacement = declared.expand(name);
    if (replacement == null) {
      replacement = HtmlText.entity(name);
    }
    if (replacement == null) {
      problems.add(
          FeedProblem.Kind.ENTITY, "unknown entity &" + name + "; left as it is", line(), column());
      replacement = "&" + name + ";";
    }
    into.append(replacement);
  }

  @Override
  public void tag(TextBuffer into) {
    String name = legal(reader.getLocalName());
    if (kind == Kind.END) {
      HtmlText.endTag(name, into);
      return;
    }
    HtmlText.startTag(name, into);
    int count = Math.min(reader.getAttributeCount(), Limits.MAX_ATTRIBUTES);
    for (int i = 0; i < count; i++) {
      String attribute = legal(reader.getAttributeLocalName(i));
      HtmlText.attribute(attribute, reader.getAttributeValue(i), into);
    }
    into.append('>');
  }

  /// A name that becomes a part of a text: Aalto lets some characters pass that XML forbids.
  private String legal(String name) {
    if (!TextBuffer.legal(name).equals(name)) {
      throw malformed(new XMLStreamException("a name with a character that XML forbids"));
    }
    return name;
  }

  @Override
  public boolean isGuessed() {
    return false;
  }

  @Override
  public boolean isCutOff() {
    return false;
  }

  @Override
  public long offset() {
    return reader.getLocation().getCharacterOffset();
  }

  @Override
  public int line() {
    return line(reader.getLocation());
  }

  @Override
  public int column() {
    return column(reader.getLocation());
  }

  private int line(Location location) {
    return location.getLineNumber() + skippedLines;
  }

  private int column(Location location) {
    return location.getColumnNumber() + (location.getLineNumber() == 1 ? skippedColumns : 0);
  }

  private MalformedXmlException malformed(Exception e) {
    Location location = reader.getLocation();
    Throwable cause = e.getCause();
    if (e instanceof XMLStreamException failure && failure.getLocation() != null) {
      location = failure.getLocation();
    } else if (cause instanceof XMLStreamException failure && failure.getLocation() != null) {
      location = failure.getLocation();
    }
    return new MalformedXmlException(firstLine(e), line(location), column(location), e);
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  /// What a prefix stands for.
  private record Binding(String uri, Space space) {}
}
