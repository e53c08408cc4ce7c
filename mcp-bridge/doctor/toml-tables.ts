/** One table of a TOML file, with those of its values that are strings or lists of strings. */
export interface TomlTable {
  readonly path: readonly string[];
  readonly values: Readonly<Record<string, string | readonly string[]>>;
}

const HEADER = /^\[([^[\]]+)\]\s*(#.*)?$/;
const KEY = /^("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*=\s*/;
const STRING = /"((?:[^"\\]|\\.)*)"|'([^']*)'/y;

/**
 * The tables of a TOML file as far as doctor needs them: `[a.b]` with strings and lists of strings. Other values are passed
 * over; undefined for a list of strings that does not end.
 */
export function readTomlTables(text: string): readonly TomlTable[] | undefined {
  const tables: { path: string[]; values: Record<string, string | string[]> }[] = [];
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = (lines[at] ?? '').trim();
    const header = HEADER.exec(line);
    if (header) {
      tables.push({ path: (header[1] ?? '').split('.').map((part) => bare(part.trim())), values: {} });
      continue;
    }
    const key = KEY.exec(line);
    const table = tables.at(-1);
    if (!key || !table) continue;
    let value = line.slice(key[0].length);
    while (value.startsWith('[') && listOf(value) === undefined) {
      at += 1;
      const more = lines[at];
      if (more === undefined) return undefined;
      value += `\n${more.trim()}`;
    }
    const read = value.startsWith('[') ? listOf(value) : stringAt(value, 0)?.text;
    if (read !== undefined) table.values[bare(key[1] ?? '')] = read;
  }
  return tables;
}

/** The strings of `[ "a", 'b' ]`; what else is in it is passed over. Undefined while it has no end. */
function listOf(value: string): string[] | undefined {
  const found: string[] = [];
  for (let at = 1; at < value.length; ) {
    const string = stringAt(value, at);
    if (string) {
      found.push(string.text);
      at = string.end;
    } else if (value[at] === '#') at = value.indexOf('\n', at) + 1 || value.length + 1;
    else if (value[at] === ']') return found;
    else at += 1;
  }
  return undefined;
}

function stringAt(value: string, at: number): { readonly text: string; readonly end: number } | undefined {
  STRING.lastIndex = at;
  const match = STRING.exec(value);
  if (!match) return undefined;
  const basic = match[1];
  const text = basic === undefined ? (match[2] ?? '') : basic.replace(/\\(["\\])/g, '$1');
  return { text, end: STRING.lastIndex };
}

const bare = (key: string): string => key.replace(/^(["'])(.*)\1$/, '$2');
