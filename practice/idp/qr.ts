import { randomBytes, randomInt } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { json, type Reply } from '../http/reply.ts';
import { OneTimeCodes } from '../one-time-codes.ts';
import { encodePng } from '../png.ts';
import type { PracticeUser } from '../users.ts';
import { shown } from './idp-pages.ts';
import type { IdpRoute } from './idp-route.ts';

/** A code on a screen that waits for somebody's phone. */
export interface ShownCode {
  readonly id: string;
  readonly redirectUri: string;
  readonly state: string;
  /** Where the page goes on, once a phone has confirmed. */
  goOnTo: string | undefined;
}

const MODULES = 29;
const DOT = 6;
/** More than this and the oldest are forgotten. */
const MAX_SHOWN = 200;
/** The script of one origin asks the other. */
const ANY_ORIGIN = { 'Access-Control-Allow-Origin': '*' };

/** Sign-in by phone: pictures, what their pages poll, and the phone, which is the control API. */
export class QrCodes {
  readonly events = new EventEmitter<{ shown: [ShownCode] }>();
  readonly #shown = new Map<string, ShownCode>();
  readonly #codes = new OneTimeCodes<PracticeUser>();

  show(redirectUri: string, state: string): ShownCode {
    const code: ShownCode = { id: randomBytes(8).toString('hex'), redirectUri, state, goOnTo: undefined };
    this.#shown.set(code.id, code);
    for (const oldest of this.#shown.keys()) {
      if (this.#shown.size <= MAX_SHOWN) break;
      this.#shown.delete(oldest);
    }
    this.events.emit('shown', code);
    return code;
  }

  find(id: string): ShownCode | undefined {
    return this.#shown.get(id);
  }

  waiting(): ShownCode[] {
    return [...this.#shown.values()].filter((one) => one.goOnTo === undefined);
  }

  /** The person's phone says yes. */
  confirm(id: string, user: PracticeUser): boolean {
    const code = this.#shown.get(id);
    if (code === undefined || code.goOnTo !== undefined) return false;
    const query = new URLSearchParams({ code: this.#codes.issue(user), state: code.state });
    code.goOnTo = `${code.redirectUri}?${query}`;
    return true;
  }

  /** Who is behind the code that came back; each is taken once. */
  person(code: string): PracticeUser | undefined {
    return this.#codes.take(code);
  }
}

/** The provider's side: a page of its own, or a script that puts the same into another site's page. */
export function qrRoutes(codes: QrCodes): IdpRoute[] {
  const begun = (query: URLSearchParams) => codes.show(query.get('redirect_uri') ?? '', query.get('state') ?? '');
  return [
    { method: 'GET', path: '/qr/connect/', run: ({ query }) => ({ reply: ownPage(begun(query)) }) },
    {
      method: 'GET',
      path: '/qr/begin/',
      run: ({ query }) => ({ reply: json(200, { id: begun(query).id }, ANY_ORIGIN) }),
    },
    { method: 'GET', path: '/qr/widget.js', run: () => ({ reply: script(WIDGET) }) },
    { method: 'GET', path: '/qr/image/:id/', run: () => ({ reply: picture() }) },
    { method: 'GET', path: '/qr/status/:id/', run: (_, { id = '' }) => ({ reply: status(codes.find(id)) }) },
    {
      method: 'GET',
      path: '/qr/person/',
      run: ({ query }) => {
        const user = codes.person(query.get('code') ?? '');
        return { reply: user === undefined ? json(400, { errcode: 40029 }) : json(200, { userid: user.username }) };
      },
    },
  ];
}

function ownPage(code: ShownCode): Reply {
  return shown(
    'Scan to sign in',
    `<div id="qr-here"></div><script src="/qr/widget.js"></script><script>practiceQr.watch(${JSON.stringify(code.id)}, document.getElementById('qr-here'));</script>`,
  );
}

function status(code: ShownCode | undefined): Reply {
  if (code === undefined) return json(404, { status: 'gone' }, ANY_ORIGIN);
  if (code.goOnTo === undefined) return json(200, { status: 'waiting' }, ANY_ORIGIN);
  return json(200, { status: 'confirmed', url: code.goOnTo }, ANY_ORIGIN);
}

/** Looks like a QR code; the phone is told over the control API, not by the picture. */
function picture(): Reply {
  const width = MODULES * DOT;
  const pixels = new Uint8Array(width * width).fill(255);
  for (let module = 0; module < MODULES * MODULES; module += 1) {
    const [column, row] = [module % MODULES, Math.floor(module / MODULES)];
    if (!(inFinder(column, row) ?? randomInt(2) === 1)) continue;
    for (let y = row * DOT; y < (row + 1) * DOT; y += 1)
      pixels.fill(0, y * width + column * DOT, y * width + (column + 1) * DOT);
  }
  return { status: 200, headers: { 'Content-Type': 'image/png' }, body: encodePng({ width, height: width, pixels }) };
}

/** Dark or light inside one of the three corner marks; undefined outside. */
function inFinder(column: number, row: number): boolean | undefined {
  const near = (at: number) => (at < 8 ? at : at > MODULES - 9 ? MODULES - 1 - at : undefined);
  const [x, y] = [near(column), near(row)];
  if (x === undefined || y === undefined || (column > 7 && row > 7)) return undefined;
  const ring = Math.max(Math.abs(x - 3), Math.abs(y - 3));
  return ring !== 2 && ring < 4;
}

function script(body: string): Reply {
  return { status: 200, headers: { 'Content-Type': 'text/javascript; charset=utf-8' }, body };
}

/** Served to other sites' pages, too: it finds its own origin by its own address. */
const WIDGET = `'use strict';
const practiceQr = (() => {
  const origin = new URL(document.currentScript.src).origin;
  const watch = (id, place) => {
    const image = document.createElement('img');
    image.src = origin + '/qr/image/' + id + '/';
    image.alt = 'QR';
    image.className = 'qr-code';
    place.append(image);
    const timer = setInterval(async () => {
      const answer = await (await fetch(origin + '/qr/status/' + id + '/')).json();
      if (answer.status === 'waiting') return;
      clearInterval(timer);
      if (answer.url) location.href = answer.url;
    }, 1000);
  };
  const begin = async (redirectUri, state, place) => {
    const query = new URLSearchParams({ redirect_uri: redirectUri, state });
    const { id } = await (await fetch(origin + '/qr/begin/?' + query)).json();
    watch(id, place);
  };
  return { begin, watch };
})();
`;
