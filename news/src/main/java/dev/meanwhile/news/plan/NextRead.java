package dev.meanwhile.news.plan;

import java.time.Instant;

/// When a source is read next.
///
/// @param at then, or as soon afterwards as somebody asks
/// @param why then, in a sentence for people
public record NextRead(Instant at, String why) {}
