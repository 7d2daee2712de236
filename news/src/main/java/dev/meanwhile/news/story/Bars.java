package dev.meanwhile.news.story;

/// What it takes to be the same or of one story; measured in docs/stories.md.
///
/// @param distance the most bits in which fingerprints of one article differ
/// @param story the least likeness to a story, of cosine and what the shared words tell
/// @param cosine the least cosine, whatever the words tell: the common words of a language that
///     few sources write look rare
/// @param own the least likeness to a story of the article's own source alone
/// @param first the share of the bar that the cosine to the first article has to reach
/// @param tells what a shared word adds to the likeness for each unit of weight over `common`
/// @param common the weight that a word of no interest may have
/// @param titleWeight how much more than one in the text a word in the title counts
record Bars(
    int distance,
    double story,
    double cosine,
    double own,
    double first,
    double tells,
    double common,
    double titleWeight) {
  static final Bars DEFAULT = new Bars(14, 0.52, 0.22, 0.95, 0.30, 0.02, 3, 3);
}
