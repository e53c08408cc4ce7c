import { duration } from '../errors/duration.ts';
import type { Run, TerminalSummary } from './terminal-model.ts';
import type { PersonsNote } from './terminal-service.ts';

/** The newest so many are told; who does not call for hours is not told everything. */
const keptForOne = 12;

/** What an agent has to hear about its terminals with its next result, whatever that is about. */
export class AgentNotices {
  readonly #waiting = new Map<string, string[]>();
  /** By terminal: the use since which the end was announced. */
  readonly #warned = new Map<string, number>();
  readonly #known = new Set<string>();
  readonly #notes = new Map<string, PersonsNote[]>();

  /** Its agent asked for its end, or never had it: not told. */
  knows(id: string): void {
    this.#known.add(id);
  }

  /** It ended, not by its agent: what is gone with it. */
  closed({ id, target, runs }: TerminalSummary, agentId: string, reason: string): void {
    if (this.#known.delete(id)) return;
    this.#add(
      agentId,
      `${id} on ${target.asset.name} was closed: ${sentence(reason)} ${lost(runs)} The next command there gets a new shell.`,
    );
  }

  /** Once for each stretch of idleness. */
  closesSoon({ id, target, runs }: TerminalSummary, agentId: string, lastUsedAt: number, inMs: number): void {
    if (this.#warned.get(id) === lastUsedAt) return;
    this.#warned.set(id, lastUsedAt);
    this.#add(
      agentId,
      `${id} on ${target.asset.name} is idle and will be closed in ${duration(inMs)} unless you use it. ${lost(runs, 'would go')}`,
    );
  }

  takenOver({ id, target, runs }: TerminalSummary, agentId: string): void {
    const goesOn = runs.at(-1)?.durationMs === null ? ' What runs there goes on.' : '';
    this.#add(
      agentId,
      `The person has taken over ${id} on ${target.asset.name} and types there now.${goesOn} You can read it; calls that would type wait, or answer paused-by-person. Do not open another terminal there to get around them.`,
    );
  }

  handedBack({ id, target, state }: TerminalSummary, agentId: string, note: string): void {
    const how =
      state.kind === 'prompt'
        ? 'It is at its prompt; directory, user and variables may have changed.'
        : state.kind === 'needs-input'
          ? `A program there waits for input (${state.input}).`
          : 'A command runs there.';
    this.#add(agentId, `The person handed ${id} on ${target.asset.name} back to you. ${how}`);
    if (note === '') return;
    const notes = [...(this.#notes.get(agentId) ?? []), { terminalId: id, asset: target.asset.name, text: note }];
    this.#notes.set(agentId, notes.slice(-keptForOne));
  }

  takeNotes(agentId: string): readonly PersonsNote[] {
    const notes = this.#notes.get(agentId) ?? [];
    this.#notes.delete(agentId);
    return notes;
  }

  /** The newest ones, oldest first; each is told once. */
  take(agentId: string): readonly string[] {
    const told = this.#waiting.get(agentId) ?? [];
    this.#waiting.delete(agentId);
    return told;
  }

  forgetTerminal(id: string): void {
    this.#warned.delete(id);
    this.#known.delete(id);
  }

  forgetAgent(agentId: string): void {
    this.#waiting.delete(agentId);
    this.#notes.delete(agentId);
  }

  #add(agentId: string, text: string): void {
    this.#waiting.set(agentId, [...(this.#waiting.get(agentId) ?? []), text].slice(-keptForOne));
  }
}

function lost(runs: readonly Run[], how = 'are gone'): string {
  const last = runs.at(-1);
  if (last === undefined) return 'Nothing had run in it.';
  // A command that was cut off has not reported where it was.
  const known = runs.findLast(({ user, cwd }) => user !== null || cwd !== null);
  const where = known?.cwd ? `Its directory (${known.cwd})` : 'Its directory';
  const who = known?.user ? `, user (uid ${known.user})` : '';
  const cut = last.outcome.kind === 'closed' ? ' A command was running; whether it finished is unknown.' : '';
  return `${where}${who} and variables ${how}.${cut}`;
}

const sentence = (text: string): string => (/[.!?。]$/.test(text) ? text : `${text}.`);
