import { plainString } from './plain-text.ts';

/**
 * What KoKo itself says between Enter and the start of a command (command-engine §G3), in English and Chinese.
 * A program can print the same words: look only before the start mark.
 */
export type KokoWord =
  /** The command will not run. */
  | { readonly kind: 'refused'; readonly text: string }
  /** Waits for a lone `y` or `n`: `warning` is notify_and_warn, `review` leads to a ticket. */
  | { readonly kind: 'question'; readonly question: 'review' | 'warning'; readonly text: string }
  /** Waits for a reviewer; Ctrl-C cancels. */
  | { readonly kind: 'ticket'; readonly text: string };

const forbidden = /\x1b\[31m((?:Command `[^\r\n]*` is forbidden|命令 `[^\r\n]*` 是被禁止的[^\r\n\x1b]*))/;
// `rejected` was recorded; the Chinese words stand in KoKo's public catalogue of messages.
const rejected = /\x1b\[31m([^\r\n\x1b]* (?:rejected|(?:审核)?拒绝[^\r\n\x1b]*))/;
const approved = /\x1b\[32m[^\r\n\x1b]* (?:approved|(?:审核)?通过)\x1b/;
const warning = /(The command you executed is risky[^\r\n]*\[Y\/N\]|您执行的命令存在风险[^\r\n]*\[Y\/N\])/gi;
const review = /(The command '[^\r\n]*' requires review\.[^\r\n]*\[Y\/n\]\?|命令 [^\r\n]* 需要复核[^\r\n]*\[Y\/N\])/gi;
const ticket = /\x1b\[32m\r?\n?((?:Need ticket confirm|需要工单命令执行复核)[\s\S]*?)\x1b\[0m/g;

/** The newest of KoKo's words in `region`, the output since our Enter; null when there is none. */
export function kokoWord(region: string): KokoWord | null {
  const refused = forbidden.exec(region);
  if (refused?.[1]) {
    const by = rejected.exec(region)?.[1];
    return { kind: 'refused', text: by ? `${plainString(by)}. ${plainString(refused[1])}` : plainString(refused[1]) };
  }
  const found = [
    { word: 'ticket', match: last(region, ticket) },
    { word: 'review', match: last(region, review) },
    { word: 'warning', match: last(region, warning) },
  ] as const;
  const newest = found.reduce((best, one) => (one.match.at > best.match.at ? one : best));
  if (newest.match.at === -1) return null;
  const text = plainString(newest.match.text).trim();
  if (newest.word === 'ticket') return { kind: 'ticket', text };
  return { kind: 'question', question: newest.word, text };
}

/**
 * Why KoKo did not let a line through, by all that it said about it; null: it did, or said nothing. `saidYes`: its
 * question about this line was answered so.
 */
export function kokoRefusal(region: string, saidYes: boolean): string | null {
  const word = kokoWord(region);
  if (word === null) return null;
  switch (word.kind) {
    case 'refused':
      return word.text;
    case 'question':
      if (word.question === 'warning' && saidYes) return null;
      break;
    case 'ticket':
      if (approved.test(region)) return null;
      break;
    default:
      word satisfies never;
  }
  return `Not confirmed, so it was not run. JumpServer had asked: ${word.text}`;
}

/** A reviewer let the command through. */
export function isApproved(region: string): boolean {
  return approved.test(region);
}

function last(text: string, pattern: RegExp): { readonly at: number; readonly text: string } {
  let found = { at: -1, text: '' };
  for (const match of text.matchAll(pattern)) found = { at: match.index, text: match[1] ?? '' };
  return found;
}
