import type { WireError } from '../wire.ts';
import type { FileProblem, FoundClient } from './client-files.ts';
import { type Client, clientIds } from './client-list.ts';
import type { Doing } from './connect-plan.ts';
import type { Fault } from './settings-text.ts';

export const doings: Readonly<Record<Doing, string>> = {
  add: 'Adds the entry "{name}".',
  update: 'Changes how the entry "{name}" starts Drawbridge; its other fields stay.',
  replace: 'There is an entry "{name}" that starts something else: it will start Drawbridge.',
  'take-over': 'The entry "{name}" starts mcp-jumpserver-gui-sucks: it will start Drawbridge; its environment stays.',
  remove: 'Removes the entry "{name}".',
  restore: 'Undoes what connecting changed.',
};

const problems: Readonly<Record<FileProblem, readonly [message: string, nextStep: string]>> = {
  unreadable: ['{file} cannot be read.', 'Give yourself the right to read it, then try again.'],
  'no-file': ['{file} is a folder or something else that is no file.', 'Move it away, then try again.'],
  'not-text': ['{file} is no UTF-8 text, so it was left alone.', 'Save it as UTF-8, then try again.'],
  'read-only': [
    '{file} is read-only, so it was left alone.',
    'Make it writable, or add the entry where the file comes from.',
  ],
  'not-writable': [
    '{file} could not be written; it is as it was.',
    'Make room, or give yourself the right to write in its folder.',
  ],
  changed: ['{file} was changed by somebody else meanwhile, so it was left alone.', 'Try again.'],
};

export function fileError(problem: FileProblem, file: string): WireError {
  const [message, nextStep] = problems[problem];
  return { code: 'settings-file', message: message.replace('{file}', file), nextStep, actor: 'person' };
}

export const brokenFile = (file: string, { line, column, why }: Fault, client: Client): WireError => ({
  code: 'settings-file',
  message: `${file}:${line}:${column}: ${why}. The file was left alone.`,
  nextStep: `Mend it there (${client.title} may not read it either), then try again.`,
  actor: 'person',
});

export const unsafeShape = (file: string, client: Client): WireError => ({
  code: 'settings-file',
  message: `${file} has a shape that cannot be edited without touching what is not ours, so it was left alone.`,
  nextStep: `Add the entry by hand: drawbridge connect ${client.id} --print shows it for an empty file.`,
  actor: 'person',
});

export const unknownClient = (name: string): WireError => ({
  code: 'bad-argument',
  message: `There is no client "${name}".`,
  nextStep: `Say one of: ${clientIds.join(', ')}. Any other client takes the entry that \`drawbridge connect --print\` shows.`,
  actor: 'person',
});

export const noStablePath: WireError = {
  code: 'app-not-running',
  message:
    'This bridge runs from a place that goes away when the app ends, and the app has never said of a lasting one.',
  nextStep: 'Start Drawbridge once, then try again.',
  actor: 'person',
};

export function stateWords({ state, installed }: FoundClient): string {
  switch (state.kind) {
    case 'connected':
      return state.name === 'drawbridge' ? 'connected' : `connected as "${state.name}"`;
    case 'outdated':
      return `out of date: starts ${state.starts}`;
    case 'not-connected':
      return state.predecessor !== null
        ? `not connected; has mcp-jumpserver-gui-sucks as "${state.predecessor}"`
        : installed
          ? 'not connected'
          : 'not found';
    case 'broken':
      return `its file is broken (line ${state.fault.line}, column ${state.fault.column}: ${state.fault.why})`;
    case 'problem':
      return fileError(state.problem, 'its file').message;
    default:
      return state satisfies never;
  }
}

/** What makes the client read its settings again. */
export const afterwards = (client: Client): string =>
  client.id === 'cursor' || client.id === 'vscode' || client.id === 'zed' || client.id === 'windsurf'
    ? `${client.title} may ask you to start the new server; else restart it.`
    : `Restart ${client.title} where it is running.`;
