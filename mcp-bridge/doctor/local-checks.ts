import { lstat, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Machine, runtimeDirectory, thisMachine } from '../directories.ts';
import { hasDisplay } from '../display.ts';
import { formerStateFile } from '../former-state/state-place.ts';
import { type Finding, launchFile } from '../wire.ts';
import { entriesOfJson, entriesOfToml, isOurs, programOf } from './client-entries.ts';
import { foundHere } from './local-outcomes.ts';

/** sun_path of the smallest system we run on (macOS), its closing NUL included. */
const SUN_PATH_BYTES = 104;

export interface Onlooker {
  readonly machine: Machine;
  /** Version of the app or bridge that looks. */
  readonly version: string;
  /** Folders whose own `.mcp.json` counts. */
  readonly projects: readonly string[];
}

/** What can be seen without the app: how agents would start the bridge, and the folder where both meet. Reads only. */
export async function localFindings(onlooker: Onlooker): Promise<Finding[]> {
  const { machine } = onlooker;
  const claude = [
    path.join(machine.home, '.claude.json'),
    ...onlooker.projects.map((one) => path.join(one, '.mcp.json')),
  ];
  return Promise.all([
    bridgeFinding(onlooker),
    clientFinding('agents-claude-code', claude, entriesOfJson, machine),
    clientFinding('agents-codex', [path.join(codexHome(machine), 'config.toml')], entriesOfToml, machine),
    clientFinding('agents-cursor', [path.join(machine.home, '.cursor', 'mcp.json')], entriesOfJson, machine),
    socketFinding(machine),
    displayFinding(machine),
    ...(await formerStateFindings(machine)),
  ]);
}

export const thisOnlooker = (version: string, projects: readonly string[]): Onlooker => ({
  machine: thisMachine(),
  version,
  projects,
});

/** How a bridge starts the app: the file that the app wrote at its last start. */
async function bridgeFinding({ machine, version }: Onlooker): Promise<Finding> {
  const found = (...[outcome, facts]: OutcomeAndFacts) => foundHere('agents-bridge', 'agents', outcome, facts);
  const text = await readFile(path.join(runtimeDirectory(machine), 'launch.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return found('bridge-unknown');
  const launch = launchFile.safeParse(parseJson(text));
  if (!launch.success) return found('bridge-unreadable');
  const [program = ''] = launch.data.command;
  if (!(await startable(program, machine))) return found('bridge-missing', { path: program });
  const { appVersion } = launch.data;
  return appVersion === version
    ? found('bridge-ok', { path: program, version })
    : found('bridge-other-version', { app: appVersion, bridge: version });
}

type OutcomeAndFacts = [Parameters<typeof foundHere>[2], Finding['facts']?];

/** Whether a client's settings name us, and whether what they name is there. */
async function clientFinding(
  id: string,
  files: readonly string[],
  read: typeof entriesOfJson,
  machine: Machine,
): Promise<Finding> {
  const found = (...[outcome, facts]: OutcomeAndFacts) => foundHere(id, 'agents', outcome, facts);
  const texts = await Promise.all(
    files.map(async (file) => ({ file, text: await readFile(file, 'utf8').catch(() => undefined) })),
  );
  const there = texts.flatMap(({ file, text }) => (text === undefined ? [] : [{ file, entries: read(text) }]));
  const [first] = there;
  if (first === undefined) return found('client-absent', { file: files[0] ?? '' });
  const ours = there.flatMap(({ file, entries = [] }) => entries.filter(isOurs).map((entry) => ({ file, entry })));
  for (const { file, entry } of ours)
    for (const word of programOf(entry))
      if (!(await startable(word, machine))) return found('client-broken', { name: entry.name, file, path: word });
  const [one] = ours;
  if (one) return found('client-ok', { name: one.entry.name, file: one.file, path: programOf(one.entry).at(-1) ?? '' });
  const unreadable = there.find(({ entries }) => entries === undefined);
  return unreadable
    ? found('client-unreadable', { file: unreadable.file })
    : found('client-no-entry', { file: first.file });
}

/** The folder of the socket and its token: ours alone, or agents are not safe there. */
async function socketFinding({ env, platform, home }: Machine): Promise<Finding> {
  const folder = runtimeDirectory({ env, platform, home });
  const found = (...[outcome, facts]: OutcomeAndFacts) => foundHere('agents-socket', 'agents', outcome, facts);
  const facts = await lstat(folder).catch(() => undefined);
  if (facts === undefined) return found('socket-absent', { folder });
  if (platform !== 'win32') {
    if (!facts.isDirectory() || facts.uid !== process.getuid?.()) return found('socket-foreign', { folder });
    const mode = facts.mode & 0o777;
    if ((mode & 0o077) !== 0) return found('socket-open', { folder, mode: mode.toString(8) });
  }
  const bytes = Buffer.byteLength(path.join(folder, 'app.sock'));
  return platform !== 'win32' && bytes >= SUN_PATH_BYTES
    ? found('socket-elsewhere', { folder, bytes })
    : found('socket-ok', { folder });
}

/** What the predecessor left, where it did: a sign-in in plain text. It is not opened. */
async function formerStateFindings(machine: Machine): Promise<Finding[]> {
  const file = formerStateFile(machine);
  const facts = await stat(file).catch(() => undefined);
  if (!facts?.isFile()) return [];
  const mode = facts.mode & 0o777;
  const open = machine.platform !== 'win32' && (mode & 0o044) !== 0;
  return [
    open
      ? foundHere('former-state', 'computer', 'former-state-open', { file, mode: mode.toString(8) })
      : foundHere('former-state', 'computer', 'former-state-private', { file }),
  ];
}

function displayFinding(machine: Machine): Finding {
  const { env, platform } = machine;
  return hasDisplay(machine)
    ? foundHere('display', 'computer', 'display-ok', { display: env['WAYLAND_DISPLAY'] || env['DISPLAY'] || platform })
    : foundHere('display', 'computer', 'display-none');
}

/** A file of that path, or a program of that name on the PATH. */
async function startable(word: string, { env, platform }: Machine): Promise<boolean> {
  const isFile = (file: string) =>
    stat(file).then(
      (facts) => facts.isFile(),
      () => false,
    );
  if (word.includes('/') || word.includes('\\')) return isFile(word);
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((one) => one !== '');
  const endings = platform === 'win32' ? ['', '.exe', '.cmd'] : [''];
  const hits = await Promise.all(
    folders.flatMap((folder) => endings.map((ending) => isFile(path.join(folder, `${word}${ending}`)))),
  );
  return hits.includes(true);
}

const codexHome = ({ env, home }: Machine): string => env['CODEX_HOME'] || path.join(home, '.codex');

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
