package dev.meanwhile.cli;

import dev.meanwhile.news.Account;
import dev.meanwhile.news.ReadOutcome;
import dev.meanwhile.news.SourceReport;
import dev.meanwhile.news.store.Article;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An account as JSON: one object, with the keys that programs rely on.
final class AccountJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private AccountJson() {}

  /// @param news the articles that are shown; the key is left out if there are none
  static String write(Account account, List<String> problems, List<Article> news) {
    ObjectNode json = account(account);
    ArrayNode listed = json.putArray("problems");
    problems.forEach(listed::add);
    if (!news.isEmpty()) {
      ArrayNode articles = json.putArray("articles");
      news.forEach(article -> articles.add(ArticleJson.head(article)));
    }
    // It has line breaks of its own, between strings.
    return MAPPER
        .writeValueAsString(json)
        .lines()
        .map(Terminal::escaped)
        .collect(Collectors.joining("\n"));
  }

  static ObjectNode account(Account account) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("total_sources", account.results().size());
    json.put("successful_sources", account.successful());
    json.put("failed_sources", account.failed());
    json.put("total_articles", account.articles());
    json.put(
        "fetch_duration_seconds",
        BigDecimal.valueOf(account.took().toNanos(), 9).setScale(2, RoundingMode.HALF_UP));
    ArrayNode results = json.putArray("results");
    account.results().forEach(report -> results.add(result(report)));
    return json;
  }

  /// Programs were promised a closed list of words, in which a source that was too slow is one
  /// that `failed`, at stage `deadline`.
  private static String word(ReadOutcome outcome) {
    return outcome == ReadOutcome.SLOW ? ReadOutcome.FAILED.word() : outcome.word();
  }

  static ObjectNode result(SourceReport report) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("source", report.source().name());
    json.put("url", report.source().address());
    json.put("status", report.outcome().isSuccess() ? "success" : "error");
    json.put("outcome", word(report.outcome()));
    json.put("articles_count", report.articles());
    json.put("new_articles", report.newArticles());
    json.put("fetch_time", report.finishedAt().truncatedTo(ChronoUnit.MILLIS).toString());
    json.put("stage", report.stage());
    json.put("error", report.error());
    if (report.isUnverified()) {
      json.put("insecure", true);
    }
    return json;
  }
}
