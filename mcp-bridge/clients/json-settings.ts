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

/** JSON as clients read it. `container` is the key that holds the servers. */
export function jsonSettings(container: string, options: { readonly trailingCommas: boolean }): SettingsText {
  const within = (text: string, edit: (body: string) => string): string => {
    const mark = text.startsWith(BOM) ? BOM : '';
    const body = text.slice(mark.length);
    const after = edit(body);
    if (!isWhole(after, options.trailingCommas)) throw new SettingsFault(null);
    assertOnly(body, after, container);
    return mark + after;
  };
  const tree = (body: string): Node => checkedTree(body, container, options.trailingCommas);
  return {
    read(text) {
      const body = text.replace(BOM, '');
      if (body.trim() === '') return [];
      const servers = findNodeAtLocation(tree(body), [container]);
      const value: unknown = servers === undefined ? {} : getNodeValue(servers);
      return Object.entries(isObject(value) ? value : {}).map(([name, entry]) => entryOf(name, entry));
    },
    put: (text, name, fields) =>
      within(text, (body) => {
        if (body.trim() === '') return fresh(container, name, fields, lineEnd(body));
        const root = tree(body);
        const servers = findNodeAtLocation(root, [container]);
        return servers === undefined
          ? insertProperty(body, root, container, { [name]: fields })
          : insertProperty(body, servers, name, fields);
      }),
    revise: (text, name, fields) =>
      within(text, (body) =>
        Object.entries(flat(fields)).reduce(
          (so_far, [path, value]) => setField(so_far, tree(so_far), [container, name, ...path.split('\0')], value),
          body,
        ),
      ),
    remove: (text, name) =>
      within(text, (body) => {
        const servers = findNodeAtLocation(tree(body), [container]);
        return servers === undefined ? body : cutProperty(body, servers, name);
      }),
  };
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

function checkedTree(body: string, container: string, allowTrailingComma: boolean): Node {
  const errors: ParseError[] = [];
  const root = parseTree(body, errors, { allowTrailingComma });
  const [first] = errors;
  if (first !== undefined) throw faultAt(body, first.offset, words(printParseErrorCode(first.error)));
  if (root === undefined || root.type !== 'object') throw faultAt(body, 0, 'it is no JSON object');
  for (const place of [root, findNodeAtLocation(root, [container])]) {
    if (place === undefined) continue;
    if (place.type !== 'object') throw faultAt(body, place.offset, `"${container}" is no JSON object`);
    const seen = new Set<unknown>();
    for (const property of place.children ?? []) {
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

function fresh(container: string, name: string, fields: Fields, eol: string): string {
  return insertProperty(`{}`, { type: 'object', offset: 0, length: 2 }, container, { [name]: fields }, eol) + eol;
}

/** Whatever an edit did: all but the servers, and all servers that it was not about, are the same values as before. */
function assertOnly(before: string, after: string, container: string): void {
  const read = (text: string): unknown => (text.trim() === '' ? {} : parse(text, [], { allowTrailingComma: true }));
  const [old, now] = [read(before), read(after)];
  if (!isObject(old) || !isObject(now)) throw new SettingsFault(null);
  const { [container]: oldServers = {}, ...oldRest } = old;
  const { [container]: nowServers = {}, ...nowRest } = now;
  if (!isDeepStrictEqual(oldRest, nowRest) || !isObject(oldServers) || !isObject(nowServers))
    throw new SettingsFault(null);
  const names = new Set([...Object.keys(oldServers), ...Object.keys(nowServers)]);
  const changed = [...names].filter((name) => !isDeepStrictEqual(oldServers[name], nowServers[name]));
  if (changed.length > 1) throw new SettingsFault(null);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
