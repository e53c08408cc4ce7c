import { createInterface } from 'node:readline';
import { type SecretSource, secretLines } from './secret-source.ts';
import type { CliQuestion } from './wire.ts';

/** What the caller of `login --text` gives beforehand. */
export interface GivenAnswers {
  readonly username?: string;
  /** From standard input its first line. */
  readonly password?: SecretSource;
  /** A line answers one question for a code; from standard input those behind the password. */
  readonly otp?: SecretSource;
  /** The kind of second factor, as the site names it; asked for where it offers no such. */
  readonly method?: string;
}

/** Answers questions from the command line, files and standard input; a secret is never an argument. */
export class Givens {
  readonly #given: GivenAnswers;
  readonly #stdin: AsyncIterator<string> | undefined;
  readonly #passwords: string[];
  readonly #codes: string[];
  readonly #told = new Set<CliQuestion['purpose']>();

  /** Throws `bad-argument` for a file that cannot be used. */
  static async open(given: GivenAnswers, stdin: NodeJS.ReadStream): Promise<Givens> {
    const linesOf = async (source: SecretSource | undefined) =>
      source?.kind === 'file' ? [...(await secretLines(source.path))] : [];
    const [password] = await linesOf(given.password);
    return new Givens(given, stdin, password === undefined ? [] : [password], await linesOf(given.otp));
  }

  private constructor(given: GivenAnswers, stdin: NodeJS.ReadStream, passwords: string[], codes: string[]) {
    this.#given = given;
    this.#passwords = passwords;
    this.#codes = codes;
    // At a terminal the line is asked for there, unseen.
    const piped = (given.password?.kind === 'stdin' || given.otp?.kind === 'stdin') && !stdin.isTTY;
    this.#stdin = piped ? createInterface({ input: stdin })[Symbol.asyncIterator]() : undefined;
  }

  /** Undefined where nothing was given for this question. A wrong answer is not given twice. */
  async answer({ purpose, choices }: CliQuestion): Promise<string | undefined> {
    const { username, password, otp, method } = this.#given;
    switch (purpose) {
      case 'username':
        return this.#once(purpose) ? username : undefined;
      case 'password':
        if (!this.#once(purpose)) return undefined;
        return password?.kind === 'stdin' ? this.#line() : this.#passwords.shift();
      case 'code':
        return otp?.kind === 'stdin' ? this.#line() : this.#codes.shift();
      case 'method':
        if (method === undefined || !this.#once(purpose)) return undefined;
        return choices.find(({ value }) => value.toLowerCase() === method.toLowerCase())?.value;
      default:
        return undefined;
    }
  }

  #once(purpose: CliQuestion['purpose']): boolean {
    if (this.#told.has(purpose)) return false;
    this.#told.add(purpose);
    return true;
  }

  async #line(): Promise<string | undefined> {
    const next = await this.#stdin?.next();
    return next === undefined || next.done ? undefined : next.value;
  }
}
