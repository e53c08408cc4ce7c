import path from 'node:path';
import type { Machine } from '../directories.ts';
import { jsonKeys, jsonSettings } from './json-settings.ts';
import type { Fields, SettingsText } from './settings-text.ts';
import { tomlSettings } from './toml-settings.ts';

export const clientIds = [
  'claude-code',
  'claude-desktop',
  'codex',
  'cursor',
  'vscode',
  'gemini-cli',
  'windsurf',
  'zed',
] as const;
export type ClientId = (typeof clientIds)[number];

/** An MCP client, and where and how it keeps its servers. */
export interface Client {
  readonly id: ClientId;
  readonly title: string;
  /** The person's own settings: they hold in every folder. */
  readonly userFile: (machine: Machine) => string;
  /** Settings of one project, below its folder; null where the client has none. */
  readonly projectFile: string | null;
  readonly settings: SettingsText;
  /** Settings of one folder that stand in the person's own file, for nobody else; absent where the client has none. */
  readonly localSettings?: (folder: string) => SettingsText;
  /** The folders for which a file has such settings. */
  readonly localFolders?: (text: string) => readonly string[];
  /** What an entry needs beside command, arguments and environment. */
  readonly extra: Fields;
  /** One of these files or folders, or of these programs on the PATH: it is installed here. */
  readonly signs: (machine: Machine) => readonly string[];
  readonly programs: readonly string[];
}

const strict = (...place: readonly string[]) => jsonSettings(place, { trailingCommas: false });
const tolerant = (...place: readonly string[]) => jsonSettings(place, { trailingCommas: true });

/** Files and formats as the clients' own pages say: docs/technical/connect.md names them. */
export const clients: readonly Client[] = [
  {
    id: 'claude-code',
    title: 'Claude Code',
    userFile: ({ env, home }) => path.join(env['CLAUDE_CONFIG_DIR'] || home, '.claude.json'),
    projectFile: '.mcp.json',
    settings: strict('mcpServers'),
    // What `claude mcp add` writes to unless it is told otherwise.
    localSettings: (folder) => strict('projects', folder, 'mcpServers'),
    localFolders: (text) => jsonKeys(text, 'projects'),
    extra: { type: 'stdio' },
    signs: ({ home }) => [path.join(home, '.claude.json'), path.join(home, '.claude')],
    programs: ['claude'],
  },
  {
    id: 'claude-desktop',
    title: 'Claude Desktop',
    userFile: (machine) => path.join(appFolder(machine, 'Claude'), 'claude_desktop_config.json'),
    projectFile: null,
    settings: strict('mcpServers'),
    extra: {},
    signs: (machine) => [appFolder(machine, 'Claude')],
    programs: ['claude-desktop'],
  },
  {
    id: 'codex',
    title: 'Codex',
    userFile: (machine) => path.join(codexHome(machine), 'config.toml'),
    projectFile: path.join('.codex', 'config.toml'),
    settings: tomlSettings('mcp_servers'),
    // A command waits for the person's answer; Codex gives up after 60 s unless it is told otherwise.
    extra: { tool_timeout_sec: 600 },
    signs: (machine) => [codexHome(machine)],
    programs: ['codex'],
  },
  {
    id: 'cursor',
    title: 'Cursor',
    userFile: ({ home }) => path.join(home, '.cursor', 'mcp.json'),
    projectFile: path.join('.cursor', 'mcp.json'),
    settings: tolerant('mcpServers'),
    extra: {},
    signs: ({ home }) => [path.join(home, '.cursor')],
    programs: ['cursor'],
  },
  {
    id: 'vscode',
    title: 'VS Code',
    userFile: (machine) => path.join(appFolder(machine, 'Code'), 'User', 'mcp.json'),
    projectFile: path.join('.vscode', 'mcp.json'),
    settings: tolerant('servers'),
    extra: { type: 'stdio' },
    signs: (machine) => [appFolder(machine, 'Code')],
    programs: ['code'],
  },
  {
    id: 'gemini-cli',
    title: 'Gemini CLI',
    userFile: ({ home }) => path.join(home, '.gemini', 'settings.json'),
    projectFile: path.join('.gemini', 'settings.json'),
    settings: strict('mcpServers'),
    extra: {},
    signs: ({ home }) => [path.join(home, '.gemini', 'settings.json')],
    programs: ['gemini'],
  },
  {
    id: 'windsurf',
    title: 'Windsurf',
    userFile: ({ home }) => path.join(home, '.codeium', 'windsurf', 'mcp_config.json'),
    projectFile: null,
    settings: strict('mcpServers'),
    extra: {},
    signs: ({ home }) => [path.join(home, '.codeium', 'windsurf')],
    programs: ['windsurf'],
  },
  {
    id: 'zed',
    title: 'Zed',
    userFile: (machine) => path.join(zedFolder(machine), 'settings.json'),
    projectFile: path.join('.zed', 'settings.json'),
    settings: tolerant('context_servers'),
    extra: {},
    signs: (machine) => [zedFolder(machine)],
    programs: ['zed', 'zeditor'],
  },
];

export const clientOf = (id: string): Client | undefined => clients.find((client) => client.id === id);

export const codexHome = ({ env, home }: Machine): string => env['CODEX_HOME'] || path.join(home, '.codex');

const configFolder = ({ env, home }: Machine): string => env['XDG_CONFIG_HOME'] || path.join(home, '.config');

function appFolder(machine: Machine, name: string): string {
  if (machine.platform === 'darwin') return path.join(machine.home, 'Library', 'Application Support', name);
  if (machine.platform === 'win32')
    return path.join(machine.env['APPDATA'] || path.join(machine.home, 'AppData', 'Roaming'), name);
  return path.join(configFolder(machine), name);
}

/** On macOS too, Zed's settings are below ~/.config. */
function zedFolder(machine: Machine): string {
  if (machine.platform === 'win32') return appFolder(machine, 'Zed');
  return path.join(machine.platform === 'darwin' ? path.join(machine.home, '.config') : configFolder(machine), 'zed');
}
