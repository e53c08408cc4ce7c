import type { InputKind, RunOutcome } from './terminal-model.ts';

/** What the ladder needs from its terminal. */
export interface LadderPort {
  /** Resolves when the typed command runs, or met a question: a Ctrl-C that comes before is swallowed by the shell. */
  begun(): Promise<'just-now' | 'before' | 'over'>;
  readonly outcome: () => RunOutcome | null;
  readonly classify: () => InputKind | null;
  /** The lines of the screen as a person sees them. */
  screen(): Promise<readonly string[]>;
  readonly interruptKey: string;
  /** A shell that Drawbridge taught: job control is to be had. Devices and consoles would take its keys for something else. */
  readonly jobControl: boolean;
  /** Presses one key; `name` is what the result calls it. */
  press(bytes: string, name: string): void;
  /** An answer to KoKo's own question. */
  answerKoko(bytes: string, name: string): void;
  /** How the shell names the job that Ctrl-Z has just suspended; null where the program ended instead. */
  suspendedJob(): string | null;
  /** Types a line that is no run of anybody's. */
  typeAside(line: string): void;
  /** What KoKo said to that line, instead of letting it run. */
  saidToAside(): 'refused' | 'question' | null;
  /** True when the shell waits for a command within `ms`. */
  readyWithin(ms: number): Promise<boolean>;
  /** Milliseconds since the last output. */
  silence(): number;
}

/** `suspended`: the prompt is back, but the program is only stopped, and may go on. */
export type Climbed = 'ended' | 'killed' | 'suspended' | 'lives';

/** For one rung, in ms (command-engine §K, T_int). */
const rung = 1000;
/** Between the keys of one rung. */
const betweenKeys = 100;
/** Output that is under way keeps coming: 7.2 s were measured after Ctrl-C into `yes` (§D). */
const drainingAtMost = 20_000;
const drainingQuiet = 500;

/**
 * Ctrl-C, and what programs that survive it need (command-engine §F, §K9). One key a rung, never with a CR behind it:
 * the CR would answer a program that survived.
 */
export async function climbLadder(port: LadderPort): Promise<Climbed> {
  const begun = await port.begun();
  if (begun === 'over') return (await port.readyWithin(3 * rung)) ? 'ended' : 'lives';
  const outcome = port.outcome();
  if (outcome?.kind === 'awaiting-review') {
    // The question takes a lone `n`; the wait for a reviewer takes Ctrl-C. The other one is ignored or asked again (§G3).
    if (outcome.step === 'ticket') port.answerKoko('\x03', 'Ctrl-C');
    else port.answerKoko('n', 'n');
    return (await port.readyWithin(3 * rung)) ? 'ended' : 'lives';
  }
  const interrupt = () => port.press(port.interruptKey, port.interruptKey === '\x1a' ? 'Ctrl-Z' : 'Ctrl-C');
  interrupt();
  if (await drained(port)) return 'ended';
  // The shell may have been slow to hand the terminal over; SIGQUIT would leave another exit code, or a core.
  if (begun === 'just-now') {
    interrupt();
    if (await port.readyWithin(rung)) return 'ended';
  }
  const input = port.classify();
  for (const [bytes, name] of leaving(input, input === 'fullscreen' ? await port.screen() : [])) {
    port.press(bytes, name);
    if (await port.readyWithin(bytes === ESCAPE || name.startsWith(':') ? betweenKeys : rung)) return 'ended';
  }
  if (!port.jobControl) return 'lives';
  port.press('\x1c', 'Ctrl-\\');
  if (await port.readyWithin(rung)) return 'ended';
  port.press('\x1a', 'Ctrl-Z');
  if (!(await port.readyWithin(rung))) return 'lives';
  return killSuspended(port);
}

/** Only the job that was stopped just now: `kill %%` could be another one, where the program ended by itself. */
async function killSuspended(port: LadderPort): Promise<Climbed> {
  const job = port.suspendedJob();
  if (job === null) return 'ended';
  port.typeAside(` kill -9 ${job}`);
  const ready = await port.readyWithin(rung);
  const said = port.saidToAside();
  if (said === 'question') {
    // JumpServer's yes to this is the person's as well.
    port.answerKoko('n', 'n');
    return (await port.readyWithin(3 * rung)) ? 'suspended' : 'lives';
  }
  if (said === 'refused') return 'suspended';
  return ready ? 'killed' : 'lives';
}

async function drained(port: LadderPort): Promise<boolean> {
  for (let waited = 0; waited < drainingAtMost; waited += rung) {
    if (await port.readyWithin(rung)) return true;
    if (port.silence() > drainingQuiet) return false;
  }
  return false;
}

const ESCAPE = '\x1b';

type Key = readonly [bytes: string, name: string];

const quitVim = (command: string): readonly Key[] => [
  [ESCAPE, 'Esc'],
  [command, command],
  ['\r', 'Enter'],
];

/** How programs that catch Ctrl-C are left, a frame each. */
function leaving(input: InputKind | null, screen: readonly string[]): readonly Key[] {
  switch (input) {
    case 'pager':
      return [['q', 'q']];
    case 'fullscreen':
      // nano names its keys on its last lines; what was not saved is not kept.
      if (screen.some((line) => /^\^G .*\^X |^\^X /.test(line))) {
        return [
          ['\x18', 'Ctrl-X'],
          ['n', 'n'],
        ];
      }
      // The second one closes all windows of a vim; Escape alone leaves a dialog.
      return [...quitVim(':q!'), ...quitVim(':qa!'), ['q', 'q']];
    case 'repl':
    case 'foreign-prompt':
      return [['\x04', 'Ctrl-D']];
    case 'password':
      return [['\x03', 'Ctrl-C']];
    default:
      return [];
  }
}
