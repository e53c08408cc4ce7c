import { randomBytes } from 'node:crypto';

export interface FlashMessage {
  readonly title: string;
  readonly message: string;
  /** Seconds until the page goes on by itself. */
  readonly seconds: number;
  readonly goOnTo: string;
  /** A way out, where there is one. */
  readonly cancelTo?: string;
}

/** How long a notice can be fetched (protocol 1.7). */
const LIFE_MS = 60_000;
/** What most notices wait before they go on. */
export const FLASH_SECONDS = 3;

/** Notices between two pages. The code in the URL has 12 characters. */
export class FlashMessages {
  readonly #byCode = new Map<string, FlashMessage & { expiresAt: number }>();

  /** Keeps the notice and answers the path of its page. */
  urlFor(message: FlashMessage): string {
    const now = Date.now();
    for (const [code, { expiresAt }] of this.#byCode) if (expiresAt <= now) this.#byCode.delete(code);
    const code = randomBytes(6).toString('hex');
    this.#byCode.set(code, { ...message, expiresAt: now + LIFE_MS });
    return `/core/common/flash-message/?code=${code}`;
  }

  find(code: string): FlashMessage | undefined {
    const found = this.#byCode.get(code);
    return found !== undefined && found.expiresAt > Date.now() ? found : undefined;
  }
}
