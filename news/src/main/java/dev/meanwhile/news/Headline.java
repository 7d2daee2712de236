package dev.meanwhile.news;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An article in a list: what a person needs to decide whether to read it.
///
/// @param title plain text
/// @param link its address
/// @param published when, as far as the feed says
/// @param source the name of its source
public record Headline(
    String title, @Nullable String link, @Nullable Instant published, String source) {}
