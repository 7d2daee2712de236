package dev.meanwhile.cli;

import dev.meanwhile.news.Account;
import dev.meanwhile.news.RunListener;
import dev.meanwhile.news.Source;
import dev.meanwhile.news.SourceReport;
import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A run as lines of JSON: `planned`, `started`, `finished` for each source, and `done` with the
/// account.
record EventLines(PrintWriter out) implements RunListener {
  @Override
  public void planned(int sources) {
    write(event("planned").put("sources", sources));
  }

  @Override
  public void started(Source source) {
    write(event("started").put("source", source.name()).put("url", source.address()));
  }

  @Override
  public void finished(SourceReport report) {
    write(event("finished").setAll(AccountJson.result(report)));
  }

  /// The last line.
  static String done(Account account) {
    return line(event("done").setAll(AccountJson.account(account)));
  }

  private static ObjectNode event(String name) {
    return JsonMapper.shared().createObjectNode().put("event", name);
  }

  private void write(JsonNode event) {
    out.println(line(event));
    out.flush();
  }

  private static String line(JsonNode event) {
    return Terminal.escaped(JsonMapper.shared().writeValueAsString(event));
  }
}
