import type { Givens } from './given-answers.ts';
import { openTerminal, type PersonTerminal } from './person-terminal.ts';
import { Picture } from './picture.ts';
import type { CliQuestion } from './wire.ts';

/** The terminal's side of signing in by text: shows, asks, and answers what was given beforehand. */
export class LoginTalk {
  readonly #givens: Givens;
  readonly #onInterrupt: () => void;
  #opened: { readonly terminal: PersonTerminal | undefined } | undefined;
  #picture: Picture | undefined;

  /** `onInterrupt`: Ctrl-C while the terminal is ours. */
  constructor(givens: Givens, onInterrupt: () => void) {
    this.#givens = givens;
    this.#onInterrupt = onInterrupt;
  }

  show(text: string): void {
    if (this.#opened?.terminal) this.#opened.terminal.write(`${text}\n`);
    else process.stderr.write(`${text}\n`);
  }

  async picture(png: string): Promise<void> {
    this.#picture?.dispose();
    this.#picture = undefined;
    const terminal = this.#terminal();
    if (terminal) this.#picture = await Picture.show(Buffer.from(png, 'base64'), terminal);
  }

  /** Null where nobody can answer. */
  async ask(question: CliQuestion): Promise<string | null> {
    const given = await this.#givens.answer(question);
    if (given !== undefined) return given;
    const terminal = this.#terminal();
    // What has an answer of its own needs nobody.
    if (!terminal) return question.preset === '' ? null : question.preset;
    try {
      return question.kind === 'choice'
        ? await this.#choose(terminal, question)
        : await terminal.readLine(promptOf(question), question.kind === 'secret');
    } finally {
      this.#picture?.dispose();
      this.#picture = undefined;
    }
  }

  dispose(): void {
    this.#picture?.dispose();
    this.#opened?.terminal?.dispose();
  }

  /** Taken only when something must be asked: a job in the background would be stopped for touching it. */
  #terminal(): PersonTerminal | undefined {
    this.#opened ??= { terminal: openTerminal(this.#onInterrupt) };
    return this.#opened.terminal;
  }

  async #choose(terminal: PersonTerminal, question: CliQuestion): Promise<string> {
    const { choices, preset } = question;
    const marked = choices.map(({ value, label }, at) => `  ${at + 1}  ${label}${value === preset ? ' *' : ''}\n`);
    terminal.write(`${question.label}\n${marked.join('')}`);
    for (;;) {
      const typed = (await terminal.readLine(`1-${choices.length}: `, false)).trim();
      if (typed === '' && preset !== '') return preset;
      const chosen = choices[Number(typed) - 1] ?? choices.find(({ value }) => value === typed);
      if (chosen) return chosen.value;
    }
  }
}

function promptOf({ label, preset }: CliQuestion): string {
  return `${label}${preset === '' ? '' : ` [${preset}]`}: `;
}
