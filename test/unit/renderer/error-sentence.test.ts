import path from 'node:path';
import { expect, test } from 'vitest';
import { errorSentencesZhCN } from '../../../renderer/i18n/error-sentences-zh-CN.ts';
import { inChinese } from '../../../renderer/view/error-sentence.ts';
import { errorSentences } from '../../support/error-sentences.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** What only an agent is told: its tools, its calls, what it shall say to the person. */
const toAgents =
  /jms_|[Tt]he person|[Cc]all again|candidates|fresh terminal|terminals of yours|Wait for those|List your terminals|Send each line/;

test('what the window can say of errors is said in Chinese too, and nothing is translated that nobody says', () => {
  const said = errorSentences(root);
  const untranslated = [...said.keys()].filter(
    (sentence) => !toAgents.test(sentence) && /[a-z]{3}/.test(sentence) && inChinese(sentence) === undefined,
  );
  expect(untranslated).toEqual([]);
  expect(Object.keys(errorSentencesZhCN).filter((sentence) => !said.has(sentence))).toEqual([]);
});

test('what is put into a sentence stands in the translation, whatever it is', () => {
  expect(inChinese('jump.example (a+b) did not answer within 20 s.')).toBe('jump.example (a+b) 在 20 秒内没有响应。');
  expect(inChinese('The key that Prod made belongs to bob, not to alice.')).toBe(
    'Prod 创建的密钥属于 bob，而不是 alice。',
  );
  expect(inChinese('Something else.')).toBeUndefined();
});

test('every translation puts in what its sentence does', () => {
  const places = (text: string) => [...text.matchAll(/\{\d\}/g)].map(([place]) => place).sort();
  for (const [sentence, said] of Object.entries(errorSentencesZhCN))
    expect(places(said), sentence).toEqual(places(sentence));
});
