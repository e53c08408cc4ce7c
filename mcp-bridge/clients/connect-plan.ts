import { type BridgeStart, isOurs, isPredecessor, ownArguments, startsThis, startsUs } from './bridge-entry.ts';
import type { Client } from './client-list.ts';
import { jsonSettings } from './json-settings.ts';
import { type Entry, type Fault, type Fields, SettingsFault } from './settings-text.ts';

export type Doing =
  /** A new entry. */
  | 'add'
  /** Our entry, by another path. */
  | 'update'
  /** An entry of that name that starts something else. */
  | 'replace'
  /** The predecessor's entry: its command only. */
  | 'take-over'
  /** Our entry goes. */
  | 'remove'
  /** The file as it was before Drawbridge came. */
  | 'restore';

export type Plan =
  | { readonly kind: 'broken'; readonly fault: Fault }
  /** In order, but of a shape that no edit leaves intact. */
  | { readonly kind: 'unsafe' }
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'change';
      readonly does: Doing;
      readonly name: string;
      /** Null: there is no file; '' is an empty one. */
      readonly before: string | null;
      readonly after: string | null;
      /** The copy that is not needed any more. */
      readonly backup: string | null;
    };

export type ClientState =
  | { readonly kind: 'not-connected'; readonly predecessor: string | null }
  | { readonly kind: 'connected'; readonly name: string }
  | { readonly kind: 'outdated'; readonly name: string; readonly starts: string }
  | { readonly kind: 'broken'; readonly fault: Fault };

type Settings = Pick<Client, 'settings' | 'extra'>;

export interface ConnectWish {
  /** What the person called it; else an entry of ours is found by what it starts. */
  readonly name?: string | undefined;
  /** Leave an entry of the predecessor, and add ours. */
  readonly beside?: boolean;
}

const DEFAULT_NAME = 'drawbridge';

/** The settings of a client that we do not know: most read `mcpServers`. */
export const entryText = (start: BridgeStart): string =>
  jsonSettings(['mcpServers'], { trailingCommas: false }).put('', DEFAULT_NAME, fieldsFor(start, [], {}));

/** What the client's settings say of us. */
export function stateIn({ settings }: Settings, text: string | null, start: BridgeStart): ClientState {
  const found = attempt(() => settings.read(text ?? ''));
  if (found.kind !== 'done') return { kind: 'broken', fault: found.kind === 'broken' ? found.fault : nowhere };
  const ours = found.value.filter(isOurs);
  const current = ours.find((entry) => startsThis(entry, start));
  if (current !== undefined) return { kind: 'connected', name: current.name };
  const [other] = ours;
  if (other !== undefined)
    return { kind: 'outdated', name: other.name, starts: [other.command ?? '', ...other.args].join(' ').trim() };
  return { kind: 'not-connected', predecessor: found.value.find(isPredecessor)?.name ?? null };
}

/** The folders whose own settings in the person's file start the predecessor. */
export function formerFolders(client: Client, text: string): readonly string[] {
  const { localSettings, localFolders } = client;
  if (!localSettings || !localFolders) return [];
  return localFolders(text).filter((folder) => {
    const found = attempt(() => localSettings(folder).read(text).some(isPredecessor));
    return found.kind === 'done' && found.value;
  });
}

/** How the text becomes one that names the bridge. */
export function planConnect(client: Settings, text: string | null, start: BridgeStart, wish: ConnectWish): Plan {
  const { settings, extra } = client;
  const planned = attempt((): Omit<Extract<Plan, { kind: 'change' }>, 'kind' | 'before' | 'backup'> | undefined => {
    const entries = settings.read(text ?? '');
    const own = ownEntry(entries, wish.name);
    if (own !== undefined) {
      if (startsThis(own, start)) return undefined;
      const revised = own.command === null ? undefined : fieldsFor(start, ownArguments(own), {});
      // What is no command at all becomes one as a whole.
      const after =
        revised === undefined
          ? settings.put(settings.remove(text ?? '', own.name), own.name, fieldsFor(start, [], extra))
          : settings.revise(text ?? '', own.name, revised);
      return { does: isOurs(own) && own.command !== null ? 'update' : 'replace', name: own.name, after };
    }
    const former = wish.beside === true ? undefined : entries.find(isPredecessor);
    if (former !== undefined)
      return {
        ...{ does: 'take-over', name: former.name },
        after: settings.revise(text ?? '', former.name, fieldsFor(start, [], {})),
      };
    const name = wish.name ?? DEFAULT_NAME;
    return { does: 'add', name, after: settings.put(text ?? '', name, fieldsFor(start, [], extra)) };
  });
  if (planned.kind !== 'done') return planned;
  if (planned.value === undefined) return { kind: 'nothing' };
  return { kind: 'change', before: text, backup: null, ...planned.value };
}

export interface Backup {
  readonly file: string;
  readonly text: string;
}

/**
 * How the text becomes one that does not name the bridge. Where nothing but our change came since a copy was made, the copy
 * comes back byte for byte; `backups` are newest first.
 */
export function planDisconnect(client: Settings, text: string | null, backups: readonly Backup[], name?: string): Plan {
  const { settings, extra } = client;
  if (text === null) return { kind: 'nothing' };
  const planned = attempt((): Plan => {
    const own = ownEntry(settings.read(text), name);
    if (own === undefined || !isOurs(own)) return { kind: 'nothing' };
    const change = { kind: 'change', name: own.name, before: text } as const;
    if (own.command !== null) {
      // Other variables are the person's, or the predecessor's: what was changed in them since must not be lost.
      const home = own.env['DRAWBRIDGE_HOME'];
      const start = { command: own.command, args: own.args, env: home === undefined ? {} : { DRAWBRIDGE_HOME: home } };
      const again = (earlier: string | null) => {
        const plan = planConnect(client, earlier, start, { name: nameIn(client, earlier, own.name) });
        return plan.kind === 'change' ? plan.after : undefined;
      };
      const copy = backups.find(({ text: earlier }) => !named(client, earlier, own.name) && again(earlier) === text);
      if (copy !== undefined) return { ...change, does: 'restore', after: copy.text, backup: copy.file };
      if (settings.put('', own.name, fieldsFor(start, [], extra)) === text)
        return { ...change, does: 'restore', after: null, backup: null };
    }
    const former = formerOf(client, backups, own.name);
    const after =
      former === undefined
        ? settings.remove(text, own.name)
        : settings.revise(text, own.name, { command: former.command ?? '', args: [...former.args] });
    return { ...change, does: former === undefined ? 'remove' : 'restore', after, backup: null };
  });
  return planned.kind === 'done' ? planned.value : planned;
}

/** The entry of that name; without a name ours, the one that we would add first. */
function ownEntry(entries: readonly Entry[], name: string | undefined): Entry | undefined {
  if (name !== undefined) return entries.find((entry) => entry.name === name);
  return entries.find((entry) => entry.name === DEFAULT_NAME) ?? entries.find(isOurs);
}

/** To repeat a change on an earlier text: a taken-over entry is found by what it is, an own one by its name. */
function nameIn({ settings }: Settings, earlier: string | null, name: string): string | undefined {
  const there = attempt(() =>
    settings.read(earlier ?? '').some((entry) => entry.name === name && isPredecessor(entry)),
  );
  return there.kind === 'done' && there.value ? undefined : name;
}

/** Whether an earlier text named the bridge already: going back to it would disconnect nothing. */
function named({ settings }: Settings, earlier: string, name: string): boolean {
  const there = attempt(() => settings.read(earlier).some((entry) => entry.name === name && startsUs(entry)));
  return there.kind !== 'done' || there.value;
}

/** What an entry was before we took it over. */
function formerOf({ settings }: Settings, backups: readonly Backup[], name: string): Entry | undefined {
  for (const { text } of backups) {
    const found = attempt(() => settings.read(text).find((entry) => entry.name === name && isPredecessor(entry)));
    if (found.kind === 'done' && found.value !== undefined) return found.value;
  }
  return undefined;
}

function fieldsFor(start: BridgeStart, more: readonly string[], extra: Fields): Fields {
  const env = Object.keys(start.env).length === 0 ? {} : { env: start.env };
  return {
    ...('type' in extra ? { type: extra['type'] } : {}),
    command: start.command,
    args: [...start.args, ...more],
    ...env,
    ...withoutType(extra),
  };
}

const withoutType = ({ type: _, ...rest }: Fields): Fields => rest;

const nowhere: Fault = { line: 1, column: 1, why: 'it cannot be read' };

type Attempt<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'broken'; readonly fault: Fault }
  | { readonly kind: 'unsafe' };

function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { kind: 'done', value: work() };
  } catch (error) {
    if (!(error instanceof SettingsFault)) throw error;
    return error.fault === null ? { kind: 'unsafe' } : { kind: 'broken', fault: error.fault };
  }
}
