import { randomBytes, randomUUID } from 'node:crypto';
import { BlockList, isIP } from 'node:net';

/** A key that signs REST requests for its user until it is deleted (protocol 4.4). */
export interface AccessKey {
  readonly id: string;
  /** 36 letters and digits (measured); shown once, at creation. */
  readonly secret: string;
  readonly userId: string;
  isActive: boolean;
  ipGroup: string[];
  readonly createdAt: number;
  lastUsedAt: number | undefined;
}

const SECRET_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const SECRET_LENGTH = 36;
/** A person may have so many. */
export const KEYS_PER_USER = 10;

export class AccessKeys {
  readonly #byId = new Map<string, AccessKey>();

  /** `ip_group` of the request is ignored: every new key is good everywhere. */
  create(userId: string): AccessKey {
    const bytes = randomBytes(SECRET_LENGTH);
    const secret = Array.from(bytes, (byte) => SECRET_ALPHABET[byte % SECRET_ALPHABET.length]).join('');
    const key = {
      id: randomUUID(),
      secret,
      userId,
      isActive: true,
      ipGroup: ['*'],
      createdAt: Date.now(),
      lastUsedAt: undefined,
    };
    this.#byId.set(key.id, key);
    return key;
  }

  find(id: string): AccessKey | undefined {
    return this.#byId.get(id);
  }

  of(userId: string): AccessKey[] {
    return this.all().filter((key) => key.userId === userId);
  }

  all(): AccessKey[] {
    return [...this.#byId.values()];
  }

  delete(id: string): boolean {
    return this.#byId.delete(id);
  }
}

export function mayUseFrom(key: AccessKey, address: string): boolean {
  return key.ipGroup.some((entry) => {
    if (entry === '*' || entry === address) return true;
    const [network = '', bits] = entry.split('/');
    if (isIP(network) !== 4 || isIP(address) !== 4 || bits === undefined) return false;
    const list = new BlockList();
    list.addSubnet(network, Number(bits));
    return list.check(address);
  });
}
