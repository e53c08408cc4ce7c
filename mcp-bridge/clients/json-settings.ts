import { isDeepStrictEqual } from 'node:util';
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parse,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { entryOf } from './entry-shape.ts';
import { cutProperty, insertProperty, replaceValue } from './json-edits.ts';
import { type Fields, lineEnd, placeOf, SettingsFault, type SettingsText } from './settings-text.ts';

const BOM = '\uFEFF';

/** JSON as clients read it. `place` is the path of keys to the object that holds the servers. */
export function jsonSettings(place: readonly string[], options: { readonly trailingCommas: boolean }): SettingsText {
  const within = (text: string, edit: (body: string) => string): string => {
    const mark = text.startsWith(BOM) ? BOM : '';
    const body = text.slice(mark.length);
    const after = edit(body);
    if (!isWhole(after, options.trailingCommas)) throw new SettingsFault(null);
    assertOnly(body, after, place);
    return mark + after;
  };
  const tree = (body: string): Node => checkedTree(body, place, options.trailingCommas);
  return {
    read(text) {
      const body = text.replace(BOM, '');
      if (body.trim() === '') return [];
      const servers = findNodeAtLocation(tree(body), [...place]);
      const value: unknown = servers === undefined ? {} : getNodeValue(servers);
      return Object.entries(isObject(value) ? value : {}).map(([name, entry]) => entryOf(name, entry));
    },
    put: (text, name, fields) =>
      within(text, (body) => {
        if (body.trim() === '') return fresh(place, name, fields, lineEnd(body));
        const root = tree(body);
        // As far as the path is there already.
        const depth = [...place.keys(), place.length].findLast((at) => findNodeAtLocation(root, place.slice(0, at)));
        const parent = findNodeAtLocation(root, place.slice(0, depth));
        if (depth === undefined || parent === undefined) throw new SettingsFault(null);
        const [key = name, ...below] = place.slice(depth);
        const entry = depth === place.length ? fields : nested(below, { [name]: fields });
        return insertProperty(body, parent, key, entry);
      }),
    revise: (text, name, fields) =>
      within(text, (body) =>
        Object.entries(flat(fields)).reduce(
          (so_far, [path, value]) => setField(so_far, tree(so_far), [...place, name, ...path.split('\0')], value),
          body,
        ),
      ),
    remove: (text, name) =>
      within(text, (body) => {
        const servers = findNodeAtLocation(tree(body), [...place]);
        return servers === undefined ? body : cutProperty(body, servers, name);
      }),
  };
}

/** The keys of an object in the settings; none where it is not there, or the text is broken. */
export function jsonKeys(text: string, key: string): readonly string[] {
  const root = parseTree(text.replace(BOM, ''), [], { allowTrailingComma: false });
  const value: unknown = root && getNodeValue(root);
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? Object.keys(found) : [];
}

/** `env` is a field for each of its variables. */
function flat(fields: Fields): Record<string, Fields[string]> {
  const found: Record<string, Fields[string]> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (typeof value === 'object' && !Array.isArray(value))
      for (const [variable, text] of Object.entries(value)) found[`${key}\0${variable}`] = text;
    else found[key] = value;
  }
  return found;
}

function setField(body: string, root: Node, path: readonly string[], value: unknown): string {
  const node = findNodeAtLocation(root, [...path]);
  if (node !== undefined) return isDeepStrictEqual(getNodeValue(node), value) ? body : replaceValue(body, node, value);
  const key = path.at(-1);
  const parent = findNodeAtLocation(root, path.slice(0, -1));
  if (key === undefined) throw new SettingsFault(null);
  if (parent === undefined) return setField(body, root, path.slice(0, -1), { [key]: value });
  if (parent.type !== 'object') throw new SettingsFault(null);
  return insertProperty(body, parent, key, value);
}

function checkedTree(body: string, place: readonly string[], allowTrailingComma: boolean): Node {
  const errors: ParseError[] = [];
  const root = parseTree(body, errors, { allowTrailingComma });
  const [first] = errors;
  if (first !== undefined) throw faultAt(body, first.offset, words(printParseErrorCode(first.error)));
  if (root === undefined || root.type !== 'object') throw faultAt(body, 0, 'it is no JSON object');
  for (const depth of [...place.keys(), place.length]) {
    const object = findNodeAtLocation(root, place.slice(0, depth));
    if (object === undefined) break;
    if (object.type !== 'object') throw faultAt(body, object.offset, `"${place[depth - 1]}" is no JSON object`);
    const seen = new Set<unknown>();
    for (const property of object.children ?? []) {
      const key = property.children?.[0];
      if (key === undefined) continue;
      // Readers take the last one, editors the first: whose would be changed is not for us to guess.
      if (seen.has(key.value)) throw faultAt(body, key.offset, `"${String(key.value)}" is there twice`);
      seen.add(key.value);
    }
  }
  return root;
}

const faultAt = (body: string, offset: number, why: string) => new SettingsFault({ ...placeOf(body, offset), why });

function isWhole(body: string, allowTrailingComma: boolean): boolean {
  const errors: ParseError[] = [];
  parseTree(body, errors, { allowTrailingComma });
  return errors.length === 0;
}

/** `CommaExpected` → "comma expected". */
const words = (code: string): string =>
  code.replace(/(?<=[a-z])([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).toLowerCase();

function fresh(place: readonly string[], name: string, fields: Fields, eol: string): string {
  const [key = name, ...below] = place;
  const entry = nested(below, { [name]: fields });
  return insertProperty(`{}`, { type: 'object', offset: 0, length: 2 }, key, entry, eol) + eol;
}

const nested = (keys: readonly string[], value: unknown): unknown =>
  keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);

/** Whatever an edit did: all but the servers, and all servers that it was not about, are the same values as before. */
function assertOnly(before: string, after: string, place: readonly string[]): void {
  const read = (text: string): unknown => (text.trim() === '' ? {} : parse(text, [], { allowTrailingComma: true }));
  const [old, now] = [split(read(before), place), split(read(after), place)];
  if (!isDeepStrictEqual(old.rest, now.rest)) throw new SettingsFault(null);
  const names = new Set([...Object.keys(old.servers), ...Object.keys(now.servers)]);
  const changed = [...names].filter((name) => !isDeepStrictEqual(old.servers[name], now.servers[name]));
  if (changed.length > 1) throw new SettingsFault(null);
}

/** The servers, and everything around them; an object on the way that holds nothing else counts as not there. */
function split(
  value: unknown,
  [key, ...below]: readonly string[],
): { readonly rest: unknown; readonly servers: Readonly<Record<string, unknown>> } {
  if (!isObject(value)) throw new SettingsFault(null);
  if (key === undefined) return { rest: {}, servers: value };
  const { [key]: inner = {}, ...around } = value;
  const { rest, servers } = split(inner, below);
  const isEmpty = isObject(rest) && Object.keys(rest).length === 0;
  return { rest: isEmpty ? around : { ...around, [key]: rest }, servers };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
