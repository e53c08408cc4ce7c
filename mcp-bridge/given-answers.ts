import { createInterface } from 'node:readline';
import type { CliQuestion } from './wire.ts';

/** What the caller of `login --text` gives beforehand. */
export interface GivenAnswers {
  readonly username: string | undefined;
  /** The first line of standard input is the password. */
  readonly passwordStdin: boolean;
  /** Each further line (the first, without `passwordStdin`) answers one question for a code. */
  readonly otpStdin: boolean;
}

/** Answers questions from the command line and standard input; a secret is never an argument. */
export class Givens {
  readonly #given: GivenAnswers;
  readonly #lines: AsyncIterator<string> | undefined;
  #usernameGiven = false;
  #passwordGiven = false;

  constructor(given: GivenAnswers, stdin: NodeJS.ReadStream) {
    this.#given = given;
    // At a terminal the line is asked for there, unseen.
    const piped = (given.passwordStdin || given.otpStdin) && !stdin.isTTY;
    this.#lines = piped ? createInterface({ input: stdin })[Symbol.asyncIterator]() : undefined;
  }

  /** Undefined where nothing was given for this question. */
  async answer({ purpose }: CliQuestion): Promise<string | undefined> {
    const { username, passwordStdin, otpStdin } = this.#given;
    if (purpose === 'username' && username !== undefined && !this.#usernameGiven) {
      this.#usernameGiven = true;
      return username;
    }
    if (purpose === 'password' && passwordStdin && !this.#passwordGiven) {
      this.#passwordGiven = true;
      return this.#line();
    }
    return purpose === 'code' && otpStdin ? this.#line() : undefined;
  }

  async #line(): Promise<string | undefined> {
    const next = await this.#lines?.next();
    return next === undefined || next.done ? undefined : next.value;
  }
}
