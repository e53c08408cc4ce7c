import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { type BridgeStart, bridgeStart } from '../../mcp-bridge/clients/bridge-entry.ts';
import { changedLines } from '../../mcp-bridge/clients/changed-lines.ts';
import {
  ClientFileError,
  carryOut,
  lookAround,
  readBackups,
  readSettings,
} from '../../mcp-bridge/clients/client-files.ts';
import { clientOf } from '../../mcp-bridge/clients/client-list.ts';
import { entryText, type Plan, planConnect, planDisconnect } from '../../mcp-bridge/clients/connect-plan.ts';
import { shortPath } from '../../mcp-bridge/clients/short-path.ts';
import type { Machine } from '../../mcp-bridge/directories.ts';
import type { connectChannels } from '../../preload/contract-connect.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';

type Channels = typeof connectChannels;
type Handlers = {
  readonly [C in keyof Channels]: (
    argument: z.infer<Channels[C]['argument']>,
  ) => Promise<z.infer<Channels[C]['answer']>>;
};

export interface ConnectPorts {
  readonly machine: Machine;
  /** How clients start the bridge, by a path that lasts. */
  readonly bridgeCommand: readonly string[];
  /** Opens a file as the desktop does; '' or why it could not. */
  readonly openFile: (file: string) => Promise<string>;
}

interface Shown {
  readonly file: string;
  readonly plan: Extract<Plan, { kind: 'change' }>;
}

/** Beyond any number of dialogs that a person leaves open. */
const MAX_SHOWN = 16;

/** Connecting clients, for the window alone: what is written is what was shown, and nothing where the file changed since. */
export function connectHandlers({ machine, bridgeCommand, openFile }: ConnectPorts): Handlers {
  const start: BridgeStart = bridgeStart(bridgeCommand);
  const shown = new Map<string, Shown>();
  return {
    'connect.look': async () => {
      const found = await lookAround(machine, start);
      return {
        entry: entryText(start),
        clients: found.map(({ client: { id, title }, file, installed, state }) => ({
          ...{ id, title, installed, state },
          file: shortPath(file, machine),
        })),
      };
    },
    'connect.show': ({ clientId, does, beside }) =>
      knowing(async () => {
        const client = clientOf(clientId);
        if (client === undefined) throw noSuchClient(clientId);
        const file = client.userFile(machine);
        const text = await readSettings(file);
        const plan =
          does === 'connect'
            ? planConnect(client, text, start, { beside })
            : planDisconnect(client, text, await readBackups(file));
        switch (plan.kind) {
          case 'broken':
            return { kind: 'problem', problem: { why: 'broken', fault: plan.fault } };
          case 'unsafe':
            return { kind: 'problem', problem: { why: 'unsafe' } };
          case 'nothing':
            return { kind: 'nothing' };
          case 'change': {
            const id = randomUUID();
            for (const oldest of [...shown.keys()].slice(0, Math.max(0, shown.size - MAX_SHOWN + 1)))
              shown.delete(oldest);
            shown.set(id, { file, plan });
            const { hunks, added, removed } = changedLines(plan.before ?? '', plan.after ?? '');
            const { does: doing, name } = plan;
            return {
              kind: 'change',
              change: {
                ...{ id, does: doing, name, added, removed, hunks },
                makesFile: plan.before === null,
                removesFile: plan.after === null,
              },
            };
          }
          default:
            return plan satisfies never;
        }
      }),
    'connect.write': ({ changeId }) =>
      knowing(async () => {
        const change = shown.get(changeId);
        // Once: a second click must not write it again over what came meanwhile.
        shown.delete(changeId);
        if (change === undefined) return { kind: 'problem', problem: { why: 'not-shown' } };
        const backup = await carryOut(change.file, change.plan);
        return { kind: 'written', backup: backup === null ? null : shortPath(backup, machine) };
      }),
    'connect.open': async ({ clientId }) => {
      const client = clientOf(clientId);
      if (client === undefined) throw noSuchClient(clientId);
      const file = client.userFile(machine);
      const why = await openFile(file);
      if (why === '') return { ok: true };
      return {
        ok: false,
        code: 'internal',
        message: `${shortPath(file, machine)} could not be opened: ${why}`,
        nextStep: 'Open it in an editor of yours.',
      };
    },
  };
}

async function knowing<T>(
  work: () => Promise<T>,
): Promise<T | { kind: 'problem'; problem: { why: ClientFileError['problem'] } }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ClientFileError) return { kind: 'problem', problem: { why: error.problem } };
    throw error;
  }
}

const noSuchClient = (id: string) =>
  new DrawbridgeError({
    code: 'bad-argument',
    message: `There is no client ${id}.`,
    nextStep: 'Close and open the window.',
    actor: 'person',
  });
