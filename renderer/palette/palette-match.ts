/**
 * How well a palette entry answers what was typed, 0 (not at all) to 1: every typed word must be in the entry's words, those that begin
 * one count most. No letters picked out of the middle: an entry that a person would not expect must not be taken by Enter.
 */
export function matches(typed: string, words: readonly string[]): number {
  const text = words.join(' ').toLowerCase();
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  let score = 1;
  for (const word of wanted) {
    if (!text.includes(word)) return 0;
    if (!` ${text}`.includes(` ${word}`)) score /= 2;
  }
  return score;
}
