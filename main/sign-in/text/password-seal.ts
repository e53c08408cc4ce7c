import type { RestTransport } from '../../jumpserver/rest-transport.ts';
import {
  type PasswordSeparator,
  publicKeyIn,
  SEAL_SCRIPT,
  sealPassword,
  separatorIn,
} from '../../jumpserver/seal-password.ts';
import type { Log } from '../../log/log.ts';
import type { SiteWalk } from './site-walk.ts';

export interface PasswordSealPorts {
  readonly baseUrl: string;
  readonly transport: RestTransport;
  readonly walk: SiteWalk;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Seals passwords as this site's own page does: its key cookie, its separator (protocol §1.5). */
export class PasswordSeal {
  readonly #ports: PasswordSealPorts;
  #separator: PasswordSeparator | 'plain' | undefined;

  constructor(ports: PasswordSealPorts) {
    this.#ports = ports;
  }

  async sealed(password: string): Promise<string> {
    this.#separator ??= await this.#ask();
    if (this.#separator === 'plain') return password;
    const cookies = await this.#ports.transport.cookies(this.#ports.baseUrl);
    return sealPassword(password, { publicKey: publicKeyIn(cookies), separator: this.#separator });
  }

  async #ask(): Promise<PasswordSeparator | 'plain'> {
    try {
      return separatorIn((await this.#ports.walk.textAt(SEAL_SCRIPT)) ?? '');
    } catch (error) {
      this.#ports.signal.throwIfAborted();
      this.#ports.log.debug('the script of the login page could not be read', { error });
      // Every version takes it plain; the wrong separator would count as a wrong password.
      return 'plain';
    }
  }
}
