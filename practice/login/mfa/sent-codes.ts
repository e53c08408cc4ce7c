import { randomInt } from 'node:crypto';
import type { PracticeUser } from '../../users.ts';
import type { MfaKind } from './mfa-kinds.ts';

/** SMS_CODE_LENGTH. */
const DIGITS = 4;

export interface SentCode {
  username: string;
  kind: MfaKind;
  code: string;
  /** Milliseconds since 1970. The same time ends the code and allows the next one (VERIFY_CODE_TTL, protocol 2.3). */
  expiresAt: number;
}

/** Codes that were sent, as the phone or mailbox of a person would show them. */
export class SentCodes {
  readonly #byPerson = new Map<string, SentCode>();
  readonly #seconds: () => number;

  constructor(seconds: () => number) {
    this.#seconds = seconds;
  }

  /** The answer is the seconds to wait when one was sent too recently. */
  send(user: PracticeUser, kind: MfaKind): number | undefined {
    const last = this.#live(user.username, kind);
    if (last !== undefined) return Math.ceil((last.expiresAt - Date.now()) / 1000);
    const code = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
    const expiresAt = Date.now() + this.#seconds() * 1000;
    this.#byPerson.set(key(user.username, kind), { username: user.username, kind, code, expiresAt });
    return undefined;
  }

  /** A right code is used up. */
  take(user: PracticeUser, kind: MfaKind, code: string): boolean {
    const isRight = this.#live(user.username, kind)?.code === code;
    if (isRight) this.#byPerson.delete(key(user.username, kind));
    return isRight;
  }

  all(): SentCode[] {
    return [...this.#byPerson.values()].filter((one) => one.expiresAt > Date.now());
  }

  /** As if their time had passed: old codes are worth nothing, new ones can be sent. */
  expireAll(): void {
    this.#byPerson.clear();
  }

  #live(username: string, kind: MfaKind): SentCode | undefined {
    const sent = this.#byPerson.get(key(username, kind));
    return sent !== undefined && sent.expiresAt > Date.now() ? sent : undefined;
  }
}

function key(username: string, kind: MfaKind): string {
  return `${kind} ${username}`;
}
