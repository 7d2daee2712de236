package dev.meanwhile.feed;

import static dev.meanwhile.feed.ElementReader.first;
import static dev.meanwhile.feed.ElementReader.longer;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Maps what feeds say to listeners: the vocabularies of iTunes, of the podcast index and of
/// simple chapters, in a podcast and in its episodes.
final class PodcastElements {
  private static final Set<String> SHOWS = Set.of("episodic", "serial");
  private static final Set<String> EPISODES = Set.of("full", "trailer", "bonus");

  private final ElementReader in;

  PodcastElements(ElementReader in) {
    this.in = in;
  }

  /// Maps an element of iTunes' vocabulary.
  void readItunes(String name, Draft draft) {
    switch (name) {
      case "title" ->
        draft.fallbackTitle = first(draft.fallbackTitle, in.texts.html(TextKind.TEXT));
      case "author" -> {
        String author = in.plain();
        draft.fallbackAuthor =
            first(draft.fallbackAuthor, author == null ? null : Persons.parse(author));
      }
      case "summary", "description" -> readSummary(draft);
      case "image" -> draft.fallbackImage = first(draft.fallbackImage, in.image(draft.base));
      default -> readDetail(name, draft.podcast(), draft);
    }
  }

  private void readSummary(Draft draft) {
    String html = in.texts.html(TextKind.HTML);
    switch (draft) {
      case EntryDraft entry -> entry.fallbackSummary = longer(entry.fallbackSummary, html);
      case FeedDraft feed -> feed.fallbackDescription = first(feed.fallbackDescription, html);
    }
  }

  private void readDetail(String name, PodcastDraft podcast, Draft draft) {
    switch (name) {
      case "subtitle" -> readSubtitle(podcast, draft);
      case "owner" -> podcast.owner = first(podcast.owner, in.person(draft.base));
      case "type" -> readType(SHOWS, podcast);
      case "episodetype" -> readType(EPISODES, podcast);
      case "explicit" -> podcast.explicit = first(podcast.explicit, explicit(in.plain()));
      case "block" -> podcast.blocked |= isYes(in.plain());
      case "complete" -> podcast.complete |= isYes(in.plain());
      case "new-feed-url" ->
        podcast.movedTo = first(podcast.movedTo, Links.web(in.base(draft.base), in.plain()));
      case "duration" -> podcast.duration = first(podcast.duration, Numbers.duration(in.plain()));
      case "episode" -> podcast.number = first(podcast.number, Numbers.whole(in.plain()));
      case "season" -> podcast.season = first(podcast.season, Numbers.whole(in.plain()));
      case "keywords" -> readKeywords(podcast);
      case "category" -> readCategory(podcast, draft);
      default -> in.texts.skip();
    }
  }

  private void readType(Set<String> known, PodcastDraft podcast) {
    String type = lower(in.plain());
    podcast.type = first(podcast.type, type != null && known.contains(type) ? type : null);
  }

  /// It also serves as a summary for lack of a longer one.
  private void readSubtitle(PodcastDraft podcast, Draft draft) {
    String html = in.texts.html(TextKind.HTML);
    podcast.subtitle = first(podcast.subtitle, Draft.plain(html));
    switch (draft) {
      case EntryDraft entry -> entry.fallbackSummary = longer(entry.fallbackSummary, html);
      case FeedDraft feed -> feed.fallbackDescription = first(feed.fallbackDescription, html);
    }
  }

  /// One inside another is seen as well, because the outer one is left open.
  private void readCategory(PodcastDraft podcast, Draft draft) {
    String category = Draft.plain(in.attribute("text"));
    switch (draft) {
      case EntryDraft entry -> entry.addCategory(category);
      case FeedDraft _ -> PodcastDraft.add(category, podcast.categories);
    }
  }

  private void readKeywords(PodcastDraft podcast) {
    String attribute = Draft.plain(in.attribute("text"));
    String text = first(in.words(), attribute);
    if (text != null) {
      for (String keyword : text.split(",", Limits.MAX_LIST)) {
        PodcastDraft.add(Draft.blankToNull(keyword), podcast.keywords);
      }
    }
  }

  /// Maps an element of the podcast index's vocabulary.
  void readPodcast(String name, Draft draft) {
    PodcastDraft podcast = draft.podcast();
    switch (name) {
      case "guid" -> podcast.guid = first(podcast.guid, in.plain());
      case "locked" -> podcast.locked |= isYes(in.plain());
      case "season" -> podcast.season = first(podcast.season, Numbers.whole(in.plain()));
      case "episode" -> podcast.number = first(podcast.number, Numbers.whole(in.plain()));
      case "funding" -> readFunding(draft);
      case "person" -> readPerson(draft);
      case "transcript" -> {
        PodcastDraft.add(file("transcript", draft.base), podcast.transcripts);
        in.texts.skip();
      }
      case "chapters" -> {
        podcast.chaptersFile = first(podcast.chaptersFile, file("chapters", draft.base));
        in.texts.skip();
      }
      default -> in.texts.skip();
    }
  }

  private void readFunding(Draft draft) {
    String url = in.attribute("url");
    String text = in.words();
    String address = Links.safe(draft.base, url);
    if (address != null) {
      PodcastDraft.add(
          new Link(address, "payment", null, text, null, null), draft.podcast().funding);
    }
  }

  private void readPerson(Draft draft) {
    String address = Links.safe(draft.base, in.attribute("href"));
    String name = in.words();
    if (name != null) {
      draft.addContributor(new Author(name, null, address));
    }
  }

  private @Nullable Link file(String relation, @Nullable String base) {
    String address = Links.web(base, in.attribute("url"));
    return address == null
        ? null
        : new Link(
            address,
            relation,
            Draft.blankToNull(in.attribute("type")),
            null,
            Draft.blankToNull(in.attribute("language")),
            null);
  }

  /// Maps an element of the vocabulary of simple chapters. The list is left open.
  void readChapters(String name, Draft draft) {
    if (name.equals("chapter")) {
      Duration start = Numbers.time(in.attribute("start"));
      if (start != null) {
        PodcastDraft.add(
            new Episode.Chapter(
                start,
                Draft.plain(in.attribute("title")),
                Links.web(draft.base, in.attribute("href")),
                Links.web(draft.base, in.attribute("image"))),
            draft.podcast().chapters);
      }
      in.texts.skip();
    }
  }

  private static boolean isYes(@Nullable String text) {
    return "yes".equalsIgnoreCase(text) || "true".equalsIgnoreCase(text);
  }

  private static @Nullable Boolean explicit(@Nullable String text) {
    return switch (lower(text)) {
      case "yes", "true", "explicit" -> true;
      case "no", "false", "clean" -> false;
      case null, default -> null;
    };
  }

  private static @Nullable String lower(@Nullable String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }
}
