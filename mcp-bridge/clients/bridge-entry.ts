import { isOurs as namesUs } from '../doctor/client-entries.ts';
import type { Entry } from './settings-text.ts';

/** How a client starts the bridge: what an entry should say. */
export interface BridgeStart {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Of a command line, as it is: `env NAME=value program …` sets variables first. */
export function bridgeStart(words: readonly string[]): BridgeStart {
  const [command = '', ...args] = words;
  if (!/(^|[/\\])env$/.test(command)) return { command, args, env: {} };
  const start = args.findIndex((word) => !word.includes('='));
  const variables = args.slice(0, start).map((word) => word.split(/=(.*)/s, 2));
  const [program = '', ...rest] = args.slice(start);
  return { command: program, args: rest, env: Object.fromEntries(variables) };
}

const PREDECESSOR = /mcp[-_]jumpserver[-_]gui[-_]sucks/;

/** Starts our bridge, or is named as we name it. */
export function isOurs(entry: Entry): boolean {
  return namesUs({ name: entry.name, command: entry.command ?? '', args: entry.args });
}

/** Starts our bridge, whatever it is called. */
export const startsUs = (entry: Entry): boolean =>
  entry.command !== null && namesUs({ name: '', command: entry.command, args: entry.args });

/** The program that Drawbridge takes over from: the same tools under the same names. */
export function isPredecessor(entry: Entry): boolean {
  if (entry.command === null || isOurs(entry)) return false;
  return PREDECESSOR.test(entry.name) || [entry.command, ...entry.args].some((word) => PREDECESSOR.test(word));
}

/** Whether the entry starts this very bridge; what follows our own arguments is the person's. */
export function startsThis(entry: Entry, start: BridgeStart): boolean {
  if (entry.command === null) return false;
  const own = bridgeStart([entry.command, ...entry.args]);
  const env = { ...entry.env, ...own.env };
  return (
    own.command === start.command &&
    start.args.every((word, at) => own.args[at] === word) &&
    // One that names another home, where we name none, is somebody's intention.
    Object.entries(start.env).every(([name, value]) => env[name] === value)
  );
}

/** What the person added behind `mcp`, as `--tools core`. */
export function ownArguments(entry: Entry): readonly string[] {
  const at = entry.args.indexOf('mcp');
  return startsUs(entry) && at !== -1 ? entry.args.slice(at + 1) : [];
}
