import { z } from 'zod';
import { readTomlTables } from './toml-tables.ts';

/** One server as an MCP client's settings name it; environment and secrets are left where they are. */
export interface ClientEntry {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

const server = z.looseObject({ command: z.string(), args: z.array(z.string()).catch([]) });
const servers = z.record(z.string(), z.unknown()).catch({});
const jsonFile = z.looseObject({
  mcpServers: servers.optional(),
  /** Claude Code keeps servers of single projects here, by folder. */
  projects: z
    .record(z.string(), z.looseObject({ mcpServers: servers.optional() }).catch({}))
    .catch({})
    .optional(),
});

/** Servers in the JSON of Claude Code and Cursor; undefined where it cannot be read. */
export function entriesOfJson(text: string): readonly ClientEntry[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = jsonFile.safeParse(value);
  if (!parsed.success) return undefined;
  const { mcpServers, projects } = parsed.data;
  return [mcpServers, ...Object.values(projects ?? {}).map((project) => project.mcpServers)].flatMap((one) =>
    Object.entries(one ?? {}).flatMap(([name, entry]) => {
      const known = server.safeParse(entry);
      return known.success ? [{ name, command: known.data.command, args: known.data.args }] : [];
    }),
  );
}

/** Servers in Codex's config.toml: its `[mcp_servers.<name>]` tables; undefined where it cannot be read. */
export function entriesOfToml(text: string): readonly ClientEntry[] | undefined {
  return readTomlTables(text)?.flatMap(({ path: [family, name, more], values }) => {
    const { command, args } = values;
    if (family !== 'mcp_servers' || name === undefined || more !== undefined || typeof command !== 'string') return [];
    return [{ name, command, args: Array.isArray(args) ? args : [] }];
  });
}

/** Ours by its name, or by starting our executable under another one. */
export function isOurs(entry: ClientEntry): boolean {
  return (
    entry.name.toLowerCase() === 'drawbridge' ||
    programOf(entry).some((word) => /(^|[/\\])drawbridge(\.mjs|\.exe)?$/.test(word))
  );
}

/** The words that must be files for the entry to start: the program, and the script where Node runs one. */
export function programOf({ command, args }: ClientEntry): readonly string[] {
  const words = [command, ...args];
  // `env NAME=value program …` sets variables first.
  const start = /(^|[/\\])env$/.test(command) ? words.findIndex((word, at) => at > 0 && !word.includes('=')) : 0;
  const [program, script] = words.slice(Math.max(0, start));
  if (program === undefined) return [command];
  const runs =
    /(^|[/\\])(node|bun|electron)(\.exe)?$/i.test(program) && script !== undefined && !script.startsWith('-');
  return runs ? [program, script] : [program];
}
