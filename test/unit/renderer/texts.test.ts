import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { trayTexts } from '../../../main/desktop/tray-texts.ts';
import { errorCodes } from '../../../main/errors/drawbridge-error.ts';
import { en } from '../../../renderer/i18n/en.ts';
import { problemZhCN } from '../../../renderer/i18n/problem-zh-CN.ts';
import { zhCN } from '../../../renderer/i18n/zh-CN.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Every text by its dotted key. */
function flat(texts: object, under = ''): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'string') found.set(under + key, value);
    else if (typeof value === 'object' && value !== null)
      for (const [inner, text] of flat(value, `${under}${key}.`)) found.set(inner, text);
  }
  return found;
}

const english = flat(en);
const chinese = flat(zhCN);

test('both languages have the same keys, and no text is empty', () => {
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  const empty = [...english, ...chinese].filter(([, text]) => text.trim() === '');
  expect(empty).toEqual([]);
});

test('both languages fill in the same values', () => {
  const places = (text = '') => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
  // Chinese has one plural: a text without its number in one form is fine where another form has it.
  const differing = [...english].filter(
    ([key, text]) => !/_(zero|one|other)$/.test(key) && places(text).join() !== places(chinese.get(key)).join(),
  );
  expect(differing).toEqual([]);
});

/** Names, and languages by their own names. */
const sameInBoth =
  /^(Drawbridge|JumpServer|English|JetBrains Mono|Claude Code|Codex|Cursor|jms example com|asciicast v|JSON|Markdown)$/;

test('nothing in the Chinese texts was left in English', () => {
  const left = [...chinese].filter(([, text]) => {
    const words = text
      .replace(/\{\{\w+\}\}/g, ' ')
      .replace(/[^A-Za-z ]/g, ' ')
      .trim();
    return (
      !/\p{Script=Han}/u.test(text) && words.split(/ +/).some((word) => word.length > 3) && !sameInBoth.test(words)
    );
  });
  expect(left).toEqual([]);
  const sentences = [...chinese].filter(([key, text]) => text === english.get(key) && /[a-z]{3,} [a-z]{3,}/.test(text));
  expect(sentences).toEqual([]);
});

test('the tray speaks both languages', () => {
  for (const [name, text] of Object.entries(trayTexts['zh-CN'])) {
    const said = typeof text === 'function' ? String(Reflect.apply(text, undefined, ['3', '3', '3'])) : text;
    expect([name, /\p{Script=Han}/u.test(said)]).toEqual([name, true]);
  }
});

test('every error has Chinese words', () => {
  expect(Object.keys(problemZhCN).sort()).toEqual([...new Set(errorCodes)].sort());
  for (const [code, text] of Object.entries(problemZhCN))
    expect([code, /\p{Script=Han}/u.test(text)]).toEqual([code, true]);
});

test('every text is used', () => {
  const source = fs
    .readdirSync(path.join(root, 'renderer'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('i18n'))
    .map((file) => fs.readFileSync(path.join(root, 'renderer', file), 'utf8'))
    .join('\n');
  const literals = new Set([...source.matchAll(/'([\w.-]+\.[\w.-]+)'/g)].map(([, key]) => key));
  const templates = [...source.matchAll(/`([\w-]+\.[^`\n]*\$\{[^`\n]*)`/g)].map(([, text = '']) => {
    const pattern = text
      .replace(/\$\{[^}]*\}/g, '\u0000')
      .replace(/[.*+?^()|[\]\\]/g, '\\$&')
      .replaceAll('\u0000', '.+');
    return new RegExp(`^${pattern}$`);
  });
  const unused = [...english.keys()]
    .map((key) => key.replace(/_(zero|one|other)$/, ''))
    .filter((key) => !literals.has(key) && !templates.some((template) => template.test(key)));
  expect([...new Set(unused)]).toEqual([]);
});
