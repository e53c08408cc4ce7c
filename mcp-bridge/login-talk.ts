import { type GivenAnswers, Givens } from './given-answers.ts';
import { openTerminal, type PersonTerminal } from './person-terminal.ts';
import { Picture } from './picture.ts';
import type { CliQuestion } from './wire.ts';

/** The terminal's side of signing in by text: shows, asks, and answers what was given beforehand. */
export class LoginTalk {
  readonly #givens: Givens;
  readonly #terminal: PersonTerminal | undefined;
  #picture: Picture | undefined;

  constructor(given: GivenAnswers) {
    this.#givens = new Givens(given, process.stdin);
    this.#terminal = openTerminal();
  }

  show(text: string): void {
    if (this.#terminal) this.#terminal.write(`${text}\n`);
    else process.stderr.write(`${text}\n`);
  }

  async picture(png: string): Promise<void> {
    this.#picture?.dispose();
    this.#picture = undefined;
    if (!this.#terminal) return;
    this.#picture = await Picture.show(Buffer.from(png, 'base64'), this.#terminal);
  }

  /** Null where nobody can answer. Rejects with Interrupted. */
  async ask(question: CliQuestion): Promise<string | null> {
    const given = await this.#givens.answer(question);
    if (given !== undefined) return given;
    // What has an answer of its own needs nobody.
    if (!this.#terminal) return question.preset === '' ? null : question.preset;
    try {
      return question.kind === 'choice'
        ? await this.#choose(this.#terminal, question)
        : await this.#terminal.readLine(promptOf(question), question.kind === 'secret');
    } finally {
      this.#picture?.dispose();
      this.#picture = undefined;
    }
  }

  dispose(): void {
    this.#picture?.dispose();
    this.#terminal?.dispose();
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
