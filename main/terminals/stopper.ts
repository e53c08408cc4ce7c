import type { Clock } from '../errors/clock.ts';
import type { ActiveRun } from './active-run.ts';
import { type Climbed, climbLadder } from './interrupt-ladder.ts';
import type { Keyboard } from './keyboard.ts';
import { kokoWord } from './koko-questions.ts';
import type { Shell } from './shell.ts';
import { suspendedJob } from './suspended-job.ts';
import type { TerminalOutput } from './terminal-output.ts';

export interface StopperPorts {
  readonly clock: Clock;
  readonly shell: Shell;
  readonly keyboard: Keyboard;
  readonly output: TerminalOutput;
  readonly interruptKey: string;
  /** A shell that Drawbridge taught. */
  readonly jobControl: boolean;
}

/** How stopping ended. */
export interface Stopping {
  /** The prompt is back. */
  readonly stopped: boolean;
  /** The keys that were pressed, by name, in their order. */
  readonly keys: readonly string[];
  /** What the exit code does not tell: killed, or only suspended; '' where Ctrl-C was enough. */
  readonly note: string;
}

/** Stops what runs in one shell, and keeps account of how. */
export class Stopper {
  readonly #ports: StopperPorts;
  #climbing: Promise<Stopping> | null = null;

  constructor(ports: StopperPorts) {
    this.#ports = ports;
  }

  /** What is under way; null when nothing is. */
  get climbing(): Promise<Stopping> | null {
    return this.#climbing;
  }

  /** Calls at the same time share one climb. */
  stop(run: ActiveRun | null): Promise<Stopping> {
    if (run) run.stopping = 'interrupted';
    this.#climbing ??= this.#climb(run).finally(() => {
      this.#climbing = null;
    });
    return this.#climbing;
  }

  async #climb(run: ActiveRun | null): Promise<Stopping> {
    const { clock, shell, keyboard, output, interruptKey, jobControl } = this.#ports;
    const keys: string[] = [];
    const before = run?.note ?? null;
    let keyAt = output.end;
    const tell = (text: string) => {
      if (run) run.note = before === null ? text : `${before} ${text}`;
    };
    const pressed = (name: string) => {
      keys.push(name);
      keyAt = output.end;
      // Whoever waits for the run reads it as soon as it ends.
      if (keys.length > 1) tell(`Keys that were sent to stop it: ${keys.join(', ')}.`);
    };
    const climbed = await climbLadder({
      begun: () => shell.begun(),
      outcome: () => run?.outcome ?? null,
      classify: () => output.classify(run?.outputStart ?? 0).input,
      screen: async () => (await output.screenText()).lines,
      interruptKey,
      jobControl,
      press: (bytes, name) => {
        pressed(name);
        keyboard.key(bytes);
      },
      answerKoko: (bytes, name) => {
        pressed(name);
        keyboard.key(bytes);
        shell.answered('no-to-koko');
      },
      suspendedJob: () => suspendedJob(output.text(keyAt), run?.outcome.kind === 'done' ? run.outcome.exitCode : null),
      typeAside: (line) => {
        keys.push(line.trim());
        keyAt = output.end;
        shell.typeAside(line);
      },
      saidToAside: () => {
        const said = kokoWord(output.text(keyAt));
        return said === null ? null : said.kind === 'refused' ? 'refused' : 'question';
      },
      readyWithin: (ms) => shell.readyWithin(ms),
      silence: () => clock.now() - shell.lastOutputAt,
    });
    const note = noteOf(climbed, keys);
    if (note !== '') tell(note);
    return { stopped: climbed !== 'lives', keys, note };
  }
}

function noteOf(climbed: Climbed, keys: readonly string[]): string {
  const sent = keys.join(', ');
  switch (climbed) {
    case 'ended':
      return keys.length > 1 ? `Stopped after: ${sent}.` : '';
    case 'killed':
      return `It did not end by itself; it was suspended and killed: ${sent}.`;
    case 'suspended':
      return `It is only suspended, not ended: a rule of JumpServer did not let it be killed (${sent}).`;
    case 'lives':
      return `It was not stopped by: ${sent}.`;
    default:
      return climbed satisfies never;
  }
}
