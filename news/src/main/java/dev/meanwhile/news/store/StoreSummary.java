package dev.meanwhile.news.store;

/// How much a store holds.
///
/// @param bytes that it takes on its disk
/// @param sources that are kept
/// @param articles without those whose texts were dropped
/// @param unread of them
/// @param starred of them
/// @param dropped articles whose texts were dropped for their age
/// @param readings that are remembered
public record StoreSummary(
    long bytes,
    long sources,
    long articles,
    long unread,
    long starred,
    long dropped,
    long readings) {}
