import { html, type Reply } from '../http/reply.ts';
import { REST_FAULTS, type RestFaultName } from './rest-faults.ts';

/** Bad days that a test or a curious person can switch on. */
export type Fault =
  | { kind: 'none' }
  /** Every REST call answers nginx's 502 page, which is HTML. */
  | { kind: 'bad-gateway' }
  /** Requests are read and never answered. */
  | { kind: 'hang' };

/** Answers in place of the real ones. */
export interface RestFault {
  readonly name: RestFaultName;
  /** Only paths that begin so; all of `/api/` otherwise. */
  readonly path?: string | undefined;
  readonly method?: string | undefined;
  /** Goes away by itself after this many answers. */
  readonly times?: number | undefined;
}

/**
 * KoKo's part of a bad day: gone behind nginx, behind a proxy that passes no WebSockets, cut off from core, throttled by
 * core (command-engine section I), or silent: after the upgrade, instead of a session, or instead of a prompt.
 */
export const KOKO_FAULTS = [
  'none',
  'bad-gateway',
  'no-upgrade',
  'core-lost',
  'throttled',
  'mute',
  'no-session',
  'no-prompt',
] as const;
export type KokoFault = (typeof KOKO_FAULTS)[number];

/** The file manager's bad day: a file ends one byte early, a download after its first piece, or nothing is answered. */
export const SFTP_FAULTS = ['none', 'short-write', 'short-read', 'silent'] as const;
export type SftpFault = (typeof SFTP_FAULTS)[number];

export interface KokoFaultLimits {
  /** Goes away by itself after this many handshakes. */
  readonly times?: number | undefined;
  /** What a throttled KoKo asks to wait. */
  readonly seconds?: number | undefined;
}

export class Faults {
  current: Fault = { kind: 'none' };
  /** The site's clock runs ahead of the real one by so much; only its Date header shows it. */
  clockAheadSeconds = 0;
  #sftp: { readonly fault: SftpFault; readonly cmd: string | undefined; left: number } | undefined;
  #koko: { readonly fault: KokoFault; left: number; readonly seconds: number } | undefined;
  #rest: { readonly fault: RestFault; left: number } | undefined;

  setKoko(fault: KokoFault, { times = Number.POSITIVE_INFINITY, seconds = 3 }: KokoFaultLimits = {}): void {
    this.#koko = { fault, left: times, seconds };
  }

  /** What stands in the way of one handshake; counts as one. */
  ofHandshake(): { readonly fault: KokoFault; readonly seconds: number } {
    const koko = this.#koko;
    if (koko === undefined || koko.left <= 0) return { fault: 'none', seconds: 0 };
    koko.left -= 1;
    return koko;
  }

  /** For requests of one command, or all; goes away by itself after so many. */
  setSftp(fault: SftpFault, { cmd, times = Number.POSITIVE_INFINITY }: { cmd?: string; times?: number } = {}): void {
    this.#sftp = { fault, cmd, left: times };
  }

  /** What happens to one request of the file manager; counts as one. */
  ofSftp(cmd: string): SftpFault {
    const sftp = this.#sftp;
    if (sftp === undefined || sftp.left <= 0 || (sftp.cmd !== undefined && sftp.cmd !== cmd)) return 'none';
    sftp.left -= 1;
    return sftp.fault;
  }

  setRest(fault: RestFault | undefined): void {
    this.#rest = fault && { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
  }

  /** What stands in place of the real answer; counts as one. */
  reply(method: string, path: string): Reply | undefined {
    if (!path.startsWith('/api/')) return undefined;
    if (this.current.kind === 'bad-gateway') return html(502, BAD_GATEWAY_PAGE);
    const rest = this.#rest;
    if (rest === undefined || rest.left <= 0) return undefined;
    const { fault } = rest;
    if (fault.path !== undefined && !path.startsWith(fault.path)) return undefined;
    if (fault.method !== undefined && fault.method !== method) return undefined;
    rest.left -= 1;
    return REST_FAULTS[fault.name]();
  }
}

const BAD_GATEWAY_PAGE =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n';
