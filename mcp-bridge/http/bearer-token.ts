import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { rmSync } from 'node:fs';
import { unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BridgeError } from '../bridge-error.ts';
import { makeOwn } from '../directories.ts';
import type { HttpPlace } from './serve-request.ts';

/** What a client must send: new at each start, in memory and in one file that only this user can read. */
export class BearerToken {
  readonly #token = randomBytes(32).toString('base64url');
  readonly #digest = digest(this.#token);

  /** Takes the same time whatever was sent. */
  isIn(authorization: string | undefined): boolean {
    const sent = /^bearer +([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1] ?? '';
    return timingSafeEqual(digest(sent), this.#digest);
  }

  /**
   * Writes the file and returns its path; the name follows host and port, so that a client's settings may name it.
   * Throws `protocol-error` where the folder is not this user's alone.
   */
  async write(directory: string, { host, port }: Pick<HttpPlace, 'host' | 'port'>): Promise<string> {
    const problem = await makeOwn(directory);
    if (problem !== undefined) throw notOurs(directory, problem);
    const file = path.join(directory, `http-${host === '::1' ? 'ipv6-' : ''}${port}.token`);
    const create = () => writeFile(file, `${this.#token}\n`, { mode: 0o600, flag: 'wx' });
    await create().catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
      // The port is ours, so whoever wrote this has ended, and its token with it.
      await unlink(file);
      await create();
    });
    return file;
  }
}

/** Also where the process ends by an error: at once, and in silence. */
export const removeTokenFile = (file: string): void => rmSync(file, { force: true });

/** Of equal length whatever was sent, as timingSafeEqual wants it. */
const digest = (value: string): Buffer => createHash('sha256').update(value).digest();

const notOurs = (directory: string, problem: string) =>
  new BridgeError({
    code: 'protocol-error',
    message: `The runtime directory ${directory} ${problem}; a token would not be safe there.`,
    nextStep: 'Make it yours alone (chmod 700) or remove it, then try again.',
    actor: 'agent',
  });
