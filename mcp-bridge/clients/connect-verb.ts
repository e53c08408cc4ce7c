import path from 'node:path';
import { errorText } from '../bridge-error.ts';
import { type Machine, thisMachine } from '../directories.ts';
import { exitCode, exitCodeFor } from '../exit-code.ts';
import { openTerminal } from '../person-terminal.ts';
import { tableText } from '../table.ts';
import type { WireError } from '../wire.ts';
import type { BridgeStart } from './bridge-entry.ts';
import { unifiedDiff } from './changed-lines.ts';
import { ClientFileError, carryOut, lookAround, readBackups, readSettings } from './client-files.ts';
import { type Client, clientOf } from './client-list.ts';
import { entryText, formerFolders, type Plan, planConnect, planDisconnect } from './connect-plan.ts';
import {
  afterwards,
  brokenFile,
  doings,
  fileError,
  noStablePath,
  stateWords,
  unknownClient,
  unsafeShape,
} from './connect-words.ts';
import { ownStart } from './own-start.ts';
import { shortPath } from './short-path.ts';

export interface ConnectRequest {
  readonly does: 'connect' | 'disconnect';
  /** Without one, `connect` lists what there is. */
  readonly client: string | undefined;
  readonly project: boolean;
  /** The settings of this folder in the person's own file. */
  readonly local: boolean;
  readonly name: string | undefined;
  /** Leave the predecessor's entry alone and add ours. */
  readonly beside: boolean;
  readonly print: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

/** `drawbridge connect` and `disconnect`: the client's own settings file, shown before it is written. Needs no app. */
export async function runConnect(request: ConnectRequest): Promise<number> {
  const machine = thisMachine();
  const failed = (error: WireError): number => {
    if (request.json) process.stdout.write(`${JSON.stringify({ error })}\n`);
    else process.stderr.write(`drawbridge: ${errorText(error)}\n`);
    return exitCodeFor({ ...error, actor: error.code === 'settings-file' ? 'agent' : error.actor });
  };
  const start = await ownStart(machine);
  if (start === undefined) return failed(noStablePath);
  if (request.client === undefined) return request.print ? printEntry(start) : list(request, machine, start);
  const known = clientOf(request.client);
  if (known === undefined) return failed(unknownClient(request.client));
  const client = request.local ? localOf(known) : known;
  const file = client && fileFor(client, request.project, machine);
  if (!client || !file) return failed(noSuchSettings(known, request.local ? '--local' : '--project'));
  try {
    return await change(client, file, request, machine, start, failed);
  } catch (error) {
    if (error instanceof ClientFileError) return failed(fileError(error.problem, shortPath(error.file, machine)));
    throw error;
  }
}

/** The client as it is in this folder alone. */
function localOf(client: Client): Client | undefined {
  const settings = client.localSettings?.(process.cwd());
  return settings && { ...client, settings };
}

const noSuchSettings = ({ title }: Client, flag: string): WireError => ({
  code: 'bad-argument',
  message: `${title} has no settings of ${flag === '--local' ? 'one folder in your own file' : 'a project'}.`,
  nextStep: `Leave ${flag} out.`,
  actor: 'person',
});

function fileFor(client: Client, project: boolean, machine: Machine): string | null {
  if (!project) return client.userFile(machine);
  return client.projectFile === null ? null : path.join(process.cwd(), client.projectFile);
}

async function change(
  client: Client,
  file: string,
  request: ConnectRequest,
  machine: Machine,
  start: BridgeStart,
  failed: (error: WireError) => number,
): Promise<number> {
  const { does, json, print, yes } = request;
  const shown = shortPath(file, machine);
  const text = await readSettings(file);
  const plan =
    does === 'connect'
      ? planConnect(client, text, start, { name: request.name, beside: request.beside })
      : planDisconnect(client, text, await readBackups(file), request.name);
  const answer = (value: object) => process.stdout.write(`${JSON.stringify({ client: client.id, file, ...value })}\n`);
  switch (plan.kind) {
    case 'broken':
      return failed(brokenFile(shown, plan.fault, client));
    case 'unsafe':
      return failed(unsafeShape(shown, client));
    case 'nothing':
      if (json) answer({ does: 'nothing', written: false });
      else
        process.stdout.write(
          `${client.title} ${does === 'connect' ? 'is connected already' : 'is not connected'} (${shown}).\n`,
        );
      return exitCode.ok;
    case 'change':
      break;
    default:
      return plan satisfies never;
  }
  const diff = unifiedDiff(shown, plan.before, plan.after);
  const facts = { does: plan.does, name: plan.name, diff };
  if (print) {
    if (json) answer({ ...facts, written: false });
    else process.stdout.write(diff);
    return exitCode.ok;
  }
  if (!json) process.stdout.write(`${doings[plan.does].replace('{name}', plan.name)}\n\n${diff}\n`);
  if (!yes) {
    const agreed = json ? undefined : await ask(plan, shown);
    if (agreed === undefined) return failed(nobodyToAsk);
    if (!agreed) {
      process.stdout.write('Nothing was written.\n');
      return exitCode.failed;
    }
  }
  const backup = await carryOut(file, plan);
  if (json) answer({ ...facts, written: true, backup });
  else {
    process.stdout.write(plan.after === null ? `Removed ${shown}: nothing else was in it.\n` : `Wrote ${shown}.\n`);
    if (backup !== null) process.stdout.write(`What it was before: ${shortPath(backup, machine)}\n`);
    process.stdout.write(`${afterwards(client)}\n`);
  }
  return exitCode.ok;
}

const nobodyToAsk: WireError = {
  code: 'confirmation-required',
  message: 'The change is shown before it is written, and there is nobody to ask.',
  nextStep: 'Say --yes to write it, or --print to see it only.',
  actor: 'person',
};

/** Undefined where nobody can be asked. */
async function ask(plan: Extract<Plan, { kind: 'change' }>, shown: string): Promise<boolean | undefined> {
  let interrupt = () => {};
  const interrupted = new Promise<string>((resolve) => {
    interrupt = () => resolve('');
  });
  const terminal = openTerminal(() => interrupt());
  if (terminal === undefined) return undefined;
  try {
    const what = plan.after === null ? 'Remove' : 'Write';
    const typed = await Promise.race([terminal.readLine(`${what} ${shown}? [y/N] `, false), interrupted]);
    return /^(y|yes|是)$/i.test(typed.trim());
  } finally {
    terminal.dispose();
  }
}

async function list({ json }: ConnectRequest, machine: Machine, start: BridgeStart): Promise<number> {
  const found = await lookAround(machine, start);
  if (json) {
    const clients = found.map(({ client, file, installed, state }) => ({
      client: client.id,
      file,
      installed,
      ...state,
    }));
    process.stdout.write(`${JSON.stringify({ starts: start, clients })}\n`);
    return exitCode.ok;
  }
  const rows = found.map((one) => [one.client.id, stateWords(one), shortPath(one.file, machine)] as const);
  const table = { head: ['CLIENT', 'STATE', 'SETTINGS'], rows };
  process.stdout.write(tableText(table, process.stdout.isTTY ? process.stdout.columns : undefined));
  for (const { client, file } of found) {
    const folders = formerFolders(client, (await readSettings(file).catch(() => null)) ?? '');
    for (const folder of folders)
      process.stdout.write(
        `\n${client.title} starts mcp-jumpserver-gui-sucks in ${shortPath(folder, machine)}; there: drawbridge connect ${client.id} --local\n`,
      );
  }
  process.stdout.write(
    '\nConnect one with `drawbridge connect <client>`; the change is shown first.\nEntry for any other client: `drawbridge connect --print`.\n',
  );
  return exitCode.ok;
}

function printEntry(start: BridgeStart): number {
  process.stdout.write(entryText(start));
  return exitCode.ok;
}
