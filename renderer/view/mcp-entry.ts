/** One word of a POSIX shell line; quoted only where it must be. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The line that adds the bridge to Claude Code. */
export function claudeCommand(bridge: readonly string[]): string {
  return ['claude mcp add drawbridge --', ...bridge.map(shellWord)].join(' ');
}

/** The entry that most MCP clients read (`mcpServers`). */
export function jsonEntry(bridge: readonly string[]): string {
  const [command = 'drawbridge', ...args] = bridge;
  const list = args.map((arg) => JSON.stringify(arg)).join(', ');
  const entry = `{ "command": ${JSON.stringify(command)}, "args": [${list}] }`;
  return `{\n  "mcpServers": {\n    "drawbridge": ${entry}\n  }\n}`;
}

/** The entry of Codex's config.toml. JSON strings are TOML basic strings. */
export function codexEntry(bridge: readonly string[]): string {
  const [command = 'drawbridge', ...args] = bridge;
  const list = args.map((arg) => JSON.stringify(arg)).join(', ');
  return `[mcp_servers.drawbridge]\ncommand = ${JSON.stringify(command)}\nargs = [${list}]`;
}
