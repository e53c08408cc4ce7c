import { isDeepStrictEqual } from 'node:util';
import { parse, patch, TomlDocument } from '@decimalturn/toml-patch';
import { entryOf } from './entry-shape.ts';
import { type Fields, lineEnd, SettingsFault, type SettingsText } from './settings-text.ts';

type Table = Record<string, unknown>;
/** A table by its header, with the lines that it has; counted from 1, both inclusive. */
interface Block {
  readonly key: readonly string[];
  readonly from: number;
  readonly to: number;
}

/**
 * TOML as Codex reads it: a table for each server. toml-patch reads and changes values in place; a whole table is appended and
 * cut by us, because its `patch` adds one as an inline table in the middle and takes comments along when it removes one.
 */
export function tomlSettings(container: string): SettingsText {
  const serversOf = (value: Table): Table => {
    const servers = value[container] ?? {};
    if (!isTable(servers)) throw new SettingsFault({ line: 1, column: 1, why: `"${container}" is no table` });
    return servers;
  };
  const fieldsOf = (value: Table, name: string): Table => {
    const entry = serversOf(value)[name];
    if (!isTable(entry)) throw new SettingsFault(null);
    return entry;
  };
  const changed = (text: string, name: string, after: string): string => {
    assertOnly(read(text), read(after), container, name);
    return after;
  };
  const withServers = (text: string, change: (servers: Table) => Table): string => {
    const value = read(text);
    const after = patch(text, { ...value, [container]: change(serversOf(value)) });
    if (!isDeepStrictEqual(comments(text), comments(after))) throw new SettingsFault(null);
    return after;
  };
  return {
    read: (text) => Object.entries(serversOf(read(text))).map(([name, entry]) => entryOf(name, entry)),
    put(text, name, fields) {
      serversOf(read(text));
      // `mcp_servers = { … }` is closed: no table can be added to it from outside.
      return changed(
        text,
        name,
        isInline(text, container)
          ? withServers(text, (servers) => ({ ...servers, [name]: fields }))
          : append(text, [container, name], fields),
      );
    },
    revise(text, name, fields) {
      const old = fieldsOf(read(text), name);
      const env = { ...(isTable(old['env']) ? old['env'] : {}), ...(isTable(fields['env']) ? fields['env'] : {}) };
      const now = { ...old, ...fields, ...(fields['env'] === undefined ? {} : { env }) };
      if (isDeepStrictEqual(old, now)) return text;
      return changed(
        text,
        name,
        withServers(text, (servers) => ({ ...servers, [name]: now })),
      );
    },
    remove(text, name) {
      const own = blocks(text).filter(({ key }) => startsWith(key, [container, name]));
      const whole = own.some(({ key }) => key.length === 2);
      const after = whole
        ? own.reduceRight(cut, text)
        : withServers(text, (servers) => Object.fromEntries(Object.entries(servers).filter(([one]) => one !== name)));
      return changed(text, name, after);
    },
  };
}

function read(text: string): Table {
  try {
    return parse(text, { integersAsBigInt: 'asNeeded' });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const [line, column] =
      'line' in error && 'column' in error ? [Number(error.line), Number(error.column) + 1] : [1, 1];
    throw new SettingsFault({ line, column, why: (error.message.trim().split('\n').at(-1) ?? '').trim() });
  }
}

function append(text: string, key: readonly string[], fields: Fields): string {
  const eol = lineEnd(text);
  const gap = text.trim() === '' ? '' : text.endsWith('\n') ? eol : `${eol}${eol}`;
  // Twice the same gap where the file ends with an empty line already.
  const between = /\n\r?\n$/.test(text) ? '' : gap;
  const lines = Object.entries(fields).map(([name, value]) => `${bare(name)} = ${inline(value)}${eol}`);
  return `${text}${between}[${key.map(bare).join('.')}]${eol}${lines.join('')}`;
}

function inline(value: Fields[string]): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (isList(value)) return `[${value.map(quoted).join(', ')}]`;
  return `{ ${Object.entries(value)
    .map(([key, one]) => `${bare(key)} = ${quoted(one)}`)
    .join(', ')} }`;
}

const isList = (value: Fields[string]): value is readonly string[] => Array.isArray(value);

/** A JSON string is a TOML basic string, but for DEL, which TOML wants escaped. */
const quoted = (text: string): string => JSON.stringify(text).replaceAll('\u007f', '\\u007f');
const bare = (key: string): string => (/^[A-Za-z0-9_-]+$/.test(key) ? key : quoted(key));

/** The tables of a text. A table ends with its last value: comments below may speak of what follows. */
function blocks(text: string): Block[] {
  const found: Block[] = [];
  for (const node of new TomlDocument(text, { integersAsBigInt: 'asNeeded' }).cst) {
    if (node.type !== 'Table') continue;
    const values = node.items.filter(({ type }) => type === 'KeyValue');
    found.push({
      key: node.key.item.value,
      from: node.loc.start.line,
      to: Math.max(node.key.loc.end.line, ...values.map(({ loc }) => loc.end.line)),
    });
  }
  return found;
}

function isInline(text: string, container: string): boolean {
  for (const node of new TomlDocument(text, { integersAsBigInt: 'asNeeded' }).cst)
    if (node.type === 'KeyValue' && node.key.value.length === 1 && node.key.value[0] === container) return true;
  return false;
}

const comments = (text: string): string[] =>
  [...new TomlDocument(text, { integersAsBigInt: 'asNeeded' }).cst]
    .flatMap((node) => (node.type === 'Table' || node.type === 'TableArray' ? node.items : [node]))
    .flatMap((node) => (node.type === 'Comment' ? [node.raw] : []));

/** Without a table's lines, and without the empty line that set it apart. */
function cut(text: string, { from, to }: Block): string {
  const lines = text.split(/(?<=\n)/);
  const empty = (at: number) => lines[at]?.trim() === '';
  const last = to >= lines.length;
  const start = from > 1 && empty(from - 2) && (last || empty(to)) ? from - 2 : from - 1;
  return lines.filter((_, at) => at < start || at >= to).join('');
}

/** Whatever an edit did: every other value is the same as before. */
function assertOnly(before: Table, after: Table, container: string, name: string): void {
  const without = (value: Table): Table => {
    const { [container]: servers = {}, ...rest } = value;
    const others = Object.entries(isTable(servers) ? servers : {}).filter(([one]) => one !== name);
    return { ...rest, [container]: Object.fromEntries(others) };
  };
  if (!isDeepStrictEqual(without(before), without(after))) throw new SettingsFault(null);
}

const startsWith = (key: readonly string[], start: readonly string[]): boolean =>
  start.every((part, at) => key[at] === part);

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
