/** A piece of a text as the person sees it: as it is, or a character that nobody would see or that turns others around. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hidden'; readonly code: string; readonly count: number };

/** Controls without tab and line feed, invisible and bidirectional format characters, separators, tags, fillers. */
const HIDDEN =
  /([\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}]|\u115f|\u1160|\u3164|\uffa0|[\ufe00-\ufe0e]|[\u{e0100}-\u{e01ef}])\1*/gu;

export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    const [row, one = ''] = match;
    if (one === '\n' || one === '\t') continue;
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    const code = `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    parts.push({ kind: 'hidden', code, count: row.length / one.length });
    from = match.index + row.length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

/** One line with nothing hidden in it: for names that come from outside. */
export function visibleText(text: string): string {
  return textParts(text.replace(/\s+/g, ' '))
    .map((part) => (part.kind === 'text' ? part.text : `⟨${part.code}⟩`))
    .join('');
}

export function hiddenCount(parts: readonly TextPart[]): number {
  return parts.reduce((sum, part) => sum + (part.kind === 'hidden' ? part.count : 0), 0);
}
