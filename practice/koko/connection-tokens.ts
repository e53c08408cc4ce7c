import { randomBytes, randomUUID } from 'node:crypto';
import type { Json } from '../http/json.ts';

/** What one connection token allows, once (protocol 6.3). */
export interface ConnectionToken {
  readonly id: string;
  readonly value: string;
  readonly userId: string;
  readonly assetId: string;
  readonly accountAlias: string;
  readonly protocol: string;
  readonly connectMethod: string;
  readonly inputUsername: string;
  readonly inputSecret: string;
  readonly options: { [key: string]: Json };
  readonly remoteAddr: string;
  readonly createdAt: number;
  /** Consuming a token sets this to now. */
  expiresAt: number;
}

const VALUE_ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** Used and expired tokens are remembered this long: `exchange/` works for them, and their error names the time. */
const REMEMBERED = 5000;

export class ConnectionTokens {
  readonly #byId = new Map<string, ConnectionToken>();
  readonly #lifeSeconds: () => number;

  constructor(lifeSeconds: () => number) {
    this.#lifeSeconds = lifeSeconds;
  }

  issue(parts: Omit<ConnectionToken, 'id' | 'value' | 'createdAt' | 'expiresAt'>): ConnectionToken {
    const createdAt = Date.now();
    const value = Array.from(randomBytes(16), (byte) => VALUE_ALPHABET[byte % VALUE_ALPHABET.length]).join('');
    const token = { ...parts, id: randomUUID(), value, createdAt, expiresAt: createdAt + this.#lifeSeconds() * 1000 };
    this.#byId.set(token.id, token);
    for (const id of this.#byId.keys()) {
      if (this.#byId.size <= REMEMBERED) break;
      this.#byId.delete(id);
    }
    return token;
  }

  find(id: string): ConnectionToken | undefined {
    return this.#byId.get(id);
  }

  valid(): ConnectionToken[] {
    return [...this.#byId.values()].filter((token) => token.expiresAt > Date.now());
  }

  expire(token: ConnectionToken): void {
    token.expiresAt = Math.min(token.expiresAt, Date.now());
  }
}
