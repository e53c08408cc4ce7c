import { createScanner, type Node } from 'jsonc-parser';
import { lineEnd, SettingsFault } from './settings-text.ts';

// jsonc-parser's own `modify` moves a comment behind the last property to the one that it adds, and drops it on removal.

/** Adds a property as the last one, in the object's own style. */
export function insertProperty(text: string, object: Node, key: string, value: unknown, eol = lineEnd(text)): string {
  const close = object.offset + object.length - 1;
  const last = object.children?.at(-1);
  const inside = text.slice(object.offset, close);
  const oneLine = !inside.includes('\n');
  if (oneLine && (last !== undefined || isMinified(text))) {
    const spaced = !isMinified(text) || /[:,]\s/.test(text);
    const property = `${JSON.stringify(key)}:${spaced ? ' ' : ''}${inOneLine(value, spaced)}`;
    if (last === undefined) return splice(text, object.offset + 1, close, property);
    const end = last.offset + last.length;
    return splice(text, end, end, `,${spaced ? ' ' : ''}${property}`);
  }
  const unit = indentUnit(text);
  const outer = indentAt(text, object.offset);
  const indent = last === undefined ? outer + unit : ownIndent(text, last.offset, outer + unit);
  const property = `${JSON.stringify(key)}: ${inLines(value, indent, unit, eol)}`;
  const from = last === undefined ? object.offset + 1 : last.offset + last.length;
  const kept = text.slice(from, close).trimEnd();
  const tail = text.slice(from + kept.length, close);
  const ending = tail.includes('\n') ? tail : `${eol}${outer}`;
  const comma = last !== undefined && commaIn(text, from, close) === undefined ? ',' : '';
  const trailing = last !== undefined && comma === '' ? ',' : '';
  return splice(text, from, close, `${comma}${kept}${eol}${indent}${property}${trailing}${ending}`);
}

export function replaceValue(text: string, node: Node, value: unknown): string {
  const old = text.slice(node.offset, node.offset + node.length);
  const lines = old.includes('\n') || (typeof value === 'object' && !Array.isArray(value));
  const printed = lines
    ? inLines(value, indentAt(text, node.offset), indentUnit(text), lineEnd(text), true)
    : inOneLine(value, true);
  return splice(text, node.offset, node.offset + node.length, printed);
}

/** Takes one property away, with its line where nothing else is on it. */
export function cutProperty(text: string, object: Node, key: string): string {
  const children = object.children ?? [];
  const at = children.findIndex((property) => property.children?.[0]?.value === key);
  const property = children[at];
  if (property === undefined) throw new SettingsFault(null);
  const close = object.offset + object.length - 1;
  const before = children[at - 1];
  const next = children[at + 1];
  const end = property.offset + property.length;
  const comma = commaIn(text, end, next?.offset ?? close);
  let cut = removeWithLine(text, property.offset, comma === undefined ? end : comma + 1);
  if (comma === undefined && before !== undefined) {
    const spare = commaIn(cut, before.offset + before.length, property.offset);
    if (spare !== undefined) cut = splice(cut, spare, spare + 1, '');
  }
  // An object whose only property went is one line again, as it was before it came.
  if (children.length === 1) {
    const rest = /^\{\s*\}/.exec(cut.slice(object.offset));
    if (rest) cut = splice(cut, object.offset, object.offset + rest[0].length, '{}');
  }
  return cut;
}

function removeWithLine(text: string, from: number, to: number): string {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const newline = text.indexOf('\n', to);
  const alone = text.slice(start, from).trim() === '' && newline !== -1 && text.slice(to, newline).trim() === '';
  if (alone) return splice(text, start, newline + 1, '');
  const spaces = /^[ \t]*/.exec(text.slice(to))?.[0].length ?? 0;
  return splice(text, from, to + spaces, '');
}

/** Where the first comma between two places is, comments passed over. */
function commaIn(text: string, from: number, to: number): number | undefined {
  const scanner = createScanner(text.slice(from, to), false);
  for (;;) {
    scanner.scan();
    if (scanner.getTokenLength() === 0) return undefined;
    const at = from + scanner.getTokenOffset();
    if (text[at] === ',') return at;
  }
}

const splice = (text: string, from: number, to: number, into: string): string =>
  text.slice(0, from) + into + text.slice(to);

const isMinified = (text: string): boolean => !text.trim().includes('\n') && text.trim() !== '{}';

/** The indentation of the line on which `offset` is. */
function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
}

/** The indentation of a property that begins its line. */
function ownIndent(text: string, offset: number, otherwise: string): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(start, offset);
  return before.trim() === '' ? before : otherwise;
}

const indentUnit = (text: string): string => /\n([ \t]+)["/}]/.exec(text)?.[1] ?? '  ';

function inOneLine(value: unknown, spaced: boolean): string {
  if (!spaced) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((one) => inOneLine(one, true)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${inOneLine(one, true)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function inLines(value: unknown, indent: string, unit: string, eol: string, arrays = false): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value) && !arrays) return inOneLine(value, true);
  const deeper = indent + unit;
  const parts = Array.isArray(value)
    ? value.map((one) => JSON.stringify(one))
    : Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${inLines(one, deeper, unit, eol)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return `${open}${close}`;
  return `${open}${eol}${parts.map((part) => deeper + part).join(`,${eol}`)}${eol}${indent}${close}`;
}
