package dev.meanwhile.news.plan;

import dev.meanwhile.feed.Feed;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a reading brought that matters for the next one.
///
/// @param at when it ended
/// @param failure why it failed, in a word or two; null if it did not
/// @param isPassing whether such a failure is usually over soon
/// @param isGone whether the site said that the source is gone for good
/// @param movedTo where the site said that it has moved for good
/// @param retryAfter until when the site asks to be left alone
/// @param freshFor how long the answer stays fresh, as its head says
/// @param feed what was read; null if nothing has changed or it failed
public record Reply(
    Instant at,
    @Nullable String failure,
    boolean isPassing,
    boolean isGone,
    @Nullable String movedTo,
    @Nullable Instant retryAfter,
    @Nullable Duration freshFor,
    @Nullable Feed feed) {}
