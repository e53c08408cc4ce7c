import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Faults } from '../control/faults.ts';
import { headerOf, requestHead, type SiteRequest } from '../http/site-request.ts';
import { Visit } from '../http/visit.ts';
import type { SiteState } from '../site-state.ts';
import { dashedDate } from '../site-time.ts';
import type { PracticeUser } from '../users.ts';
import { type Admission, KokoConnection } from './koko-connection.ts';
import { KokoSocket } from './koko-socket.ts';
import { serverMessage } from './messages.ts';
import { SftpConnection } from './sftp-connection.ts';
import { languageOf } from './texts.ts';

const PATHS = ['/koko/ws/terminal/', '/koko/ws/sftp/'];
const SFTP_PATH = '/koko/ws/sftp/';

type Decision =
  | { kind: 'admitted'; admission: Admission }
  | { kind: 'error'; text: string }
  /** The token is somebody else's: nothing at all is sent (protocol 7.3). */
  | { kind: 'silence' }
  /** The file manager's handler without a token (protocol 7.14). */
  | { kind: 'crash' };

/** KoKo's door: cookies at the handshake, the token after it (protocol 7.2). */
export class KokoGateway {
  readonly #site: SiteState;
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    perMessageDeflate: false,
    WebSocket: KokoSocket,
    handleProtocols: (offered) => (offered.has('JMS-KOKO') ? 'JMS-KOKO' : false),
  });

  /** Handshakes that core never answers, while the site hangs. */
  readonly #hanging = new Set<Duplex>();

  constructor(site: SiteState) {
    this.#site = site;
  }

  /** A handshake without a valid cookie is a 302, never 401 or 403; a missing slash is a 301. */
  upgrade(message: IncomingMessage, socket: Duplex, head: Buffer): void {
    const request = requestHead(message);
    if (PATHS.includes(`${request.path}/`)) {
      refuse(socket, '301 Moved Permanently', `Location: ${request.path}/${request.search}\r\n`);
      return;
    }
    if (!PATHS.includes(request.path)) {
      refuse(socket, '404 Not Found');
      return;
    }
    if (this.#site.faults.current.kind === 'hang') {
      this.#hanging.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => this.#hanging.delete(socket));
      return;
    }
    const bad = this.#site.faults.ofHandshake();
    // What stands before KoKo answers in its place.
    if (bad.fault === 'bad-gateway' || bad.fault === 'no-upgrade') {
      refuse(socket, bad.fault === 'bad-gateway' ? '502 Bad Gateway' : '400 Bad Request');
      return;
    }
    const user = bad.fault === 'core-lost' ? undefined : this.#signedIn(request);
    if (user === undefined) {
      const next = encodeURIComponent(request.path + request.search);
      refuse(socket, '302 Found', `Location: /core/auth/login/?next=${next}\r\n`);
      return;
    }
    this.#server.handleUpgrade(message, socket, head, (client) => {
      client.attach(socket);
      this.#opened(client, this.#admit(request, user, bad), request);
    });
  }

  /** Cuts every terminal socket without a word. */
  dropAll(): void {
    for (const client of this.#server.clients) client.terminate();
    for (const socket of this.#hanging) socket.destroy();
  }

  dispose(): void {
    this.dropAll();
    this.#server.close();
  }

  /** KoKo asks core for the profile with these cookies, so a throttled person is refused too (measured). */
  #signedIn(request: SiteRequest): PracticeUser | undefined {
    const { user, session } = new Visit(this.#site, request);
    if (user === undefined || session?.mfaOutstanding) return undefined;
    if (this.#site.faults.reply('GET', '/api/v1/users/profile/') !== undefined) return undefined;
    return this.#site.throttle.take(user.id) === undefined ? user : undefined;
  }

  #opened(client: KokoSocket, decision: Decision, request: SiteRequest): void {
    switch (decision.kind) {
      case 'admitted':
        if (request.path === SFTP_PATH) {
          new SftpConnection(this.#site, client, decision.admission);
          return;
        }
        new KokoConnection(
          this.#site,
          client,
          decision.admission,
          languageOf(request.cookies.get('django_language'), headerOf(request, 'accept-language')),
        );
        return;
      case 'error':
        client.send(serverMessage(randomUUID(), 'ERROR', '', decision.text));
        break;
      case 'silence':
        break;
      case 'crash':
        // The first message is taken; at the second the handler dies, and the socket with it.
        client.once('message', () => client.once('message', () => client.terminate()));
        return;
      default:
        decision satisfies never;
    }
    // The handler has returned: the socket stays open, unread and mute.
    client.closing = 'mute';
    client.on('error', () => client.terminate());
  }

  #admit(request: SiteRequest, user: PracticeUser, bad: ReturnType<Faults['ofHandshake']>): Decision {
    if (bad.fault === 'mute') return { kind: 'silence' };
    if (bad.fault === 'throttled') {
      return { kind: 'error', text: `Request was throttled. Expected available in ${bad.seconds} seconds.` };
    }
    const tokenId = request.query.get('token') ?? '';
    if (tokenId === '' && request.path === SFTP_PATH) return { kind: 'crash' };
    const type = request.query.get('type') ?? '';
    if (type === 'monitor') return { kind: 'error', text: 'permission denied' };
    if (type === 'share') return { kind: 'error', text: 'disable share' };
    if (tokenId === '') {
      const hasTarget = (request.query.get('target_id') ?? '') !== '';
      return { kind: 'error', text: hasTarget ? 'connect token is nil' : 'Miss required ws params (token or target)' };
    }
    const token = this.#site.tokens.find(tokenId);
    if (token === undefined) return { kind: 'error', text: 'Connection token object does not exist.' };
    if (token.expiresAt <= Date.now()) {
      return { kind: 'error', text: `Connection token expired at: ${dashedDate(token.expiresAt)}` };
    }
    this.#site.tokens.expire(token);
    const asset = this.#site.assets.asset(token.assetId);
    if (asset === undefined || !asset.isActive) return { kind: 'error', text: 'No asset or inactive asset' };
    const account = asset.accounts.find((one) => one.alias === token.accountAlias);
    if (account === undefined) return { kind: 'error', text: 'Account not found' };
    if (token.userId !== user.id) return { kind: 'silence' };
    const missing = bad.fault === 'no-session' ? 'session' : bad.fault === 'no-prompt' ? 'prompt' : 'nothing';
    return { kind: 'admitted', admission: { user, token, asset, account, missing } };
  }
}

function refuse(socket: Duplex, status: string, headers = ''): void {
  socket.on('error', () => socket.destroy());
  // A peer that never closes its half must not keep the site from ending.
  const answer = `HTTP/1.1 ${status}\r\n${headers}Content-Length: 0\r\nConnection: close\r\n\r\n`;
  socket.end(answer, () => socket.destroy());
}
