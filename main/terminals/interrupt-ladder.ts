import type { InputKind, RunOutcome } from './terminal-model.ts';

/** What the ladder needs from its terminal. */
export interface LadderPort {
  /** Resolves when the typed command runs, or met a question: a Ctrl-C that comes before is swallowed by the shell. */
  begun(): Promise<'just-now' | 'before' | 'over'>;
  readonly outcome: () => RunOutcome | null;
  readonly classify: () => InputKind | null;
  readonly interruptKey: string;
  /** A shell that Drawbridge taught: job control is to be had. Devices and consoles would take its keys for something else. */
  readonly jobControl: boolean;
  key(bytes: string): void;
  /** An answer to KoKo's own question. */
  answerKoko(bytes: string): void;
  typeAside(line: string): void;
  /** True when the shell waits for a command within `ms`. */
  readyWithin(ms: number): Promise<boolean>;
  /** Milliseconds since the last output. */
  silence(): number;
}

/** For one rung, in ms (command-engine §K, T_int). */
const rung = 1000;
/** Output that is under way keeps coming: 7.2 s were measured after Ctrl-C into `yes` (§D). */
const drainingAtMost = 20_000;
const drainingQuiet = 500;

/**
 * Ctrl-C, and what programs that survive it need (command-engine §F, §K9). One key a rung, never with a CR behind it:
 * the CR would answer a program that survived. True only when the shell is ready again.
 */
export async function climbLadder(port: LadderPort): Promise<boolean> {
  const begun = await port.begun();
  if (begun === 'over') return port.readyWithin(3 * rung);
  const outcome = port.outcome();
  if (outcome?.kind === 'awaiting-review') {
    // The question takes a lone `n`; the wait for a reviewer takes Ctrl-C. The other one is ignored or asked again (§G3).
    if (/\[Y\/n\]\?*\s*$/i.test(outcome.text)) port.answerKoko('n');
    else port.answerKoko('\x03');
    return port.readyWithin(3 * rung);
  }
  port.key(port.interruptKey);
  if (await drained(port)) return true;
  // The shell may have been slow to hand the terminal over; SIGQUIT would leave another exit code, or a core.
  if (begun === 'just-now') {
    port.key(port.interruptKey);
    if (await port.readyWithin(rung)) return true;
  }
  for (const keys of leaving(port.classify())) {
    port.key(keys);
    if (await port.readyWithin(keys.length === 1 && keys !== '\x1b' ? rung : 100)) return true;
  }
  if (!port.jobControl) return false;
  port.key('\x1c');
  if (await port.readyWithin(rung)) return true;
  port.key('\x1a');
  if (!(await port.readyWithin(rung))) return false;
  port.typeAside(' kill -9 %%');
  return port.readyWithin(rung);
}

async function drained(port: LadderPort): Promise<boolean> {
  for (let waited = 0; waited < drainingAtMost; waited += rung) {
    if (await port.readyWithin(rung)) return true;
    if (port.silence() > drainingQuiet) return false;
  }
  return false;
}

/** How programs that catch Ctrl-C are left, a frame each. */
function leaving(input: InputKind | null): readonly string[] {
  switch (input) {
    case 'pager':
      return ['q'];
    case 'fullscreen':
      return ['\x1b', ':q!', '\r', 'q'];
    case 'repl':
    case 'foreign-prompt':
      return ['\x04'];
    case 'password':
      return ['\x03'];
    default:
      return [];
  }
}
