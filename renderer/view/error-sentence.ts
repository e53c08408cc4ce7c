import { errorSentencesZhCN } from '../i18n/error-sentences-zh-CN.ts';

interface Pattern {
  readonly matches: RegExp;
  readonly said: string;
}

/** Those with something put in; the longest first, so that a general one does not take what belongs to another. */
const patterns: readonly Pattern[] = Object.entries(errorSentencesZhCN)
  .filter(([sentence]) => sentence.includes('{0}'))
  .sort(([one], [other]) => other.length - one.length)
  .map(([sentence, said]) => ({ matches: patternOf(sentence), said }));

/** A sentence of main in Chinese; undefined where there is none. What was put in stays as it was. */
export function inChinese(sentence: string): string | undefined {
  const whole = Object.hasOwn(errorSentencesZhCN, sentence) ? errorSentencesZhCN[sentence] : undefined;
  if (whole !== undefined) return whole;
  for (const { matches, said } of patterns) {
    const found = matches.exec(sentence);
    if (found) return said.replace(/\{(\d)\}/g, (_, at: string) => found[Number(at) + 1] ?? '');
  }
  return undefined;
}

/** `{0} is busy` as an expression that takes what stands for {0}; placeholders come in their order. */
function patternOf(sentence: string): RegExp {
  const parts = sentence.split(/\{\d\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('([\\s\\S]*?)')}$`);
}
