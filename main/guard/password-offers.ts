import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Log } from '../log/log.ts';
import { isRecorded } from '../terminals/recorded-answer.ts';
import { userText } from '../terminals/shell-notes.ts';
import type { Run, TerminalSummary } from '../terminals/terminal-model.ts';
import type { TerminalService } from '../terminals/terminal-service.ts';
import type { Questions } from './question.ts';
import type { UserChanges } from './user-changes.ts';

export interface PasswordOfferPorts {
  readonly siteName: (siteId: string) => string;
  readonly terminals: Pick<TerminalService, 'on' | 'typeSecret'>;
  readonly questions: Pick<Questions, 'ask' | 'canAsk'>;
  /** A change of the user asks for its password itself. */
  readonly users: Pick<UserChanges, 'isAt'>;
  readonly log: Log;
}

/** It stands as long as the program asks, and a program may ask over night. */
const OFFER_MS = 12 * 3_600_000;

/**
 * A program in an agent's terminal asks for a secret: the person may type it into a field of the window, whatever the program
 * is. It goes to the program and nowhere else, and is masked in what the program prints afterwards. When the program asks no
 * more, the offer is withdrawn. Returns how to stop.
 */
export function offerPasswordFields(ports: PasswordOfferPorts): () => void {
  const { terminals, questions, users, log } = ports;
  /** By terminal: what is being asked. */
  const asking = new Map<string, { readonly about: string; readonly abort: AbortController }>();
  /** By terminal: the run that was answered once already. */
  const answered = new Map<string, string>();
  const off = terminals.on('changed', (terminal) => {
    const run = asksForSecret(terminal);
    const about = run && !users.isAt(terminal.id) && questions.canAsk ? run.id : undefined;
    const before = asking.get(terminal.id);
    if (before?.about === about) return;
    before?.abort.abort();
    asking.delete(terminal.id);
    if (terminal.state.kind === 'closed') answered.delete(terminal.id);
    if (run === undefined || about === undefined) return;
    const abort = new AbortController();
    asking.set(terminal.id, { about, abort });
    offer(ports, terminal, run, answered.get(terminal.id) === run.id, abort.signal)
      .then((typed) => {
        if (typed) answered.set(terminal.id, run.id);
      })
      .catch((error: unknown) => {
        // Withdrawn, or the program went on in this very moment.
        if (!abort.signal.aborted && !(error instanceof DrawbridgeError && error.code === 'write-not-allowed'))
          log.error('a password could not be offered', { terminal: terminal.id, error: String(error) });
      });
  });
  return () => {
    off();
    for (const { abort } of asking.values()) abort.abort();
  };
}

function asksForSecret({ owner, state, runs }: TerminalSummary): Run | undefined {
  if (owner.kind !== 'agent' || state.kind !== 'needs-input' || state.input !== 'password') return undefined;
  return runs.find(({ id, outcome }) => id === state.runId && outcome.kind === 'needs-input');
}

/** True when it was typed. */
async function offer(
  { siteName, terminals, questions }: PasswordOfferPorts,
  { id, owner, target, shell, runs }: TerminalSummary,
  { command, outcome }: Run,
  again: boolean,
  signal: AbortSignal,
): Promise<boolean> {
  const prompt = outcome.kind === 'needs-input' ? outcome.line : '';
  const recorded = isRecorded(prompt);
  const given = await questions.ask(
    {
      topic: 'terminal-secret',
      site: siteName(target.siteId),
      agent: owner.kind === 'agent' ? owner.name : '',
      agentId: owner.kind === 'agent' ? owner.agentId : '',
      asset: target.asset.name,
      target: `${target.asset.name} (${target.asset.address}) · ${target.account.username || target.account.name}`,
      terminalId: id,
      user: '',
      from: userText(shell),
      command,
      prompt,
      recorded,
      refused: again ? prompt : '',
      reason: '',
      commandsBefore: runs.length - 1,
    },
    signal,
    OFFER_MS,
  );
  signal.throwIfAborted();
  if (given.kind !== 'answered' || given.answer.kind !== 'terminal-secret') return false;
  const { secret, inClear } = given.answer;
  // The window asks a second time; without that nothing goes where it would be stored.
  if (recorded && !inClear) return false;
  await terminals.typeSecret(id, { kind: 'person' }, { prompt, secret }, 0);
  return true;
}
