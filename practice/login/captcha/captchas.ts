import { randomBytes, randomInt } from 'node:crypto';

export interface Captcha {
  /** 40 hexadecimal digits. */
  readonly key: string;
  /** `9*6=` */
  readonly challenge: string;
  readonly answer: string;
  readonly expiresAt: number;
}

/** More than this and the oldest go: nobody answers them any more. */
const MAX_OPEN = 1000;

/** The open challenges: arithmetic on small numbers, single use, five minutes (protocol 1.6). */
export class Captchas {
  readonly #open = new Map<string, Captcha>();
  readonly #seconds: () => number;

  constructor(seconds: () => number) {
    this.#seconds = seconds;
  }

  create(): Captcha {
    const { challenge, answer } = arithmetic();
    const key = randomBytes(20).toString('hex');
    const captcha = { key, challenge, answer: String(answer), expiresAt: Date.now() + this.#seconds() * 1000 };
    this.#open.set(key, captcha);
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= MAX_OPEN) break;
      this.#open.delete(oldest);
    }
    return captcha;
  }

  find(key: string): Captcha | undefined {
    const captcha = this.#open.get(key);
    return captcha !== undefined && captcha.expiresAt > Date.now() ? captcha : undefined;
  }

  /** Whether the answer is right. Right or wrong, the key is used up. */
  take(key: string, answer: string): boolean {
    const captcha = this.find(key);
    this.#open.delete(key);
    return captcha !== undefined && captcha.answer === answer.trim();
  }

  /** Every open challenge is as old as can be. */
  expireAll(): void {
    this.#open.clear();
  }
}

/** Operands go up to 10, products up to 81, and nothing is negative (measured live). */
function arithmetic(): { challenge: string; answer: number } {
  const operator = ['+', '-', '*'][randomInt(3)] ?? '+';
  const top = operator === '*' ? 10 : 11;
  const a = randomInt(1, top);
  const b = randomInt(1, top);
  if (operator === '*') return { challenge: `${a}*${b}=`, answer: a * b };
  if (operator === '+') return { challenge: `${a}+${b}=`, answer: a + b };
  const [larger, smaller] = a < b ? [b, a] : [a, b];
  return { challenge: `${larger}-${smaller}=`, answer: larger - smaller };
}
