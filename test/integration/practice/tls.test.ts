import { request } from 'node:https';
import { connect } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { PracticeSiteOptions } from '../../../practice/options.ts';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { expired, selfSigned, TestAuthority } from '../../support/certificates.ts';
import { csrfOf } from './web-client.ts';

const sites: PracticeSite[] = [];
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.dispose()));
});

async function started(options: PracticeSiteOptions): Promise<PracticeSite> {
  const site = await PracticeSite.start(options);
  sites.push(site);
  return site;
}

/** Looks at the certificate as a client that trusts `ca`; `problem` is why it would not go on. */
function handshake(site: PracticeSite, ca?: string): Promise<{ fingerprint: string; problem: string }> {
  return new Promise((resolve, reject) => {
    const { port, hostname } = new URL(site.url);
    const socket = connect({
      host: '127.0.0.1',
      port: Number(port),
      ...(/^[\d.]+$/.test(hostname) ? {} : { servername: hostname }),
      rejectUnauthorized: false,
      ...(ca === undefined ? {} : { ca }),
    });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      resolve({
        fingerprint: socket.getPeerCertificate().fingerprint256,
        problem: socket.authorized ? '' : String(socket.authorizationError),
      });
      socket.destroy();
    });
  });
}

interface Answer {
  readonly status: number;
  readonly location: string;
  readonly cookies: string;
  readonly body: string;
}

function ask(site: PracticeSite, method: string, headers: Record<string, string>, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL('/core/auth/login/', site.url),
      {
        method,
        headers,
        rejectUnauthorized: false,
        lookup: (_host, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
      },
      (answer) => {
        const { statusCode: status = 0, headers: got } = answer;
        const cookies = (got['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        answer.on('end', () => resolve({ status, location: got.location ?? '', cookies, body: text }));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

test('a site with TLS says https in its address and shows the certificate it was given', async () => {
  const certificate = selfSigned();
  const site = await started({ tls: { certificates: [certificate] } });
  expect(site.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  expect(await handshake(site)).toEqual({
    fingerprint: certificate.fingerprint,
    problem: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  });
  expect(await handshake(site, certificate.cert)).toEqual({ fingerprint: certificate.fingerprint, problem: '' });
});

test('a private authority, an expired and a wrong certificate are what they say', async () => {
  const authority = new TestAuthority();
  const leaf = authority.issue();
  const site = await started({ tls: { certificates: [leaf] }, publicHost: 'jms.localhost' });
  expect(site.url).toMatch(/^https:\/\/jms\.localhost:/);
  expect((await handshake(site)).problem).toBe('SELF_SIGNED_CERT_IN_CHAIN');
  expect(await handshake(site, authority.cert)).toEqual({ fingerprint: leaf.fingerprint, problem: '' });
  const old = expired();
  site.setCertificates([old]);
  expect((await handshake(site, old.cert)).problem).toBe('CERT_HAS_EXPIRED');
  const other = selfSigned({ names: ['elsewhere.test'] });
  site.setCertificates([other]);
  expect((await handshake(site, other.cert)).problem).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
});

test('a balancer with two certificates shows them in turn', async () => {
  const authority = new TestAuthority();
  const [one, two] = [authority.issue(), authority.issue()];
  const site = await started({ tls: { certificates: [one, two] } });
  const seen = [await handshake(site), await handshake(site), await handshake(site)];
  expect(seen.map(({ fingerprint }) => fingerprint)).toEqual([one.fingerprint, two.fingerprint, one.fingerprint]);
});

test('KoKo answers behind TLS too: without cookies it redirects to the login', async () => {
  const site = await started({ tls: { certificates: [selfSigned()] } });
  const url = `${site.url.replace(/^http/, 'ws')}/koko/ws/terminal/?token=x`;
  const socket = new WebSocket(url, { rejectUnauthorized: false });
  const status = await new Promise((resolve) => {
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
    socket.on('error', () => {});
  });
  expect(status).toBe(302);
});

// Core sees plain http behind nginx: only DOMAINS lets the https origin through, and never for an address (jumpserver-live §1.9).
test.each([
  { publicHost: 'jms.localhost', domains: undefined, passes: true },
  { publicHost: '127.0.0.1', domains: undefined, passes: false },
  { publicHost: 'jms.localhost', domains: ['other.test'], passes: false },
  { publicHost: '127.0.0.1', domains: ['*'], passes: true },
])('the login form with an Origin: $publicHost, DOMAINS=$domains', async ({ publicHost, domains, passes }) => {
  const site = await started({
    tls: { certificates: [selfSigned()] },
    publicHost,
    ...(domains === undefined ? {} : { domains }),
  });
  const page = await ask(site, 'GET', {});
  const fields = new URLSearchParams({ csrfmiddlewaretoken: csrfOf(page.body), username: 'alice', password: 'wrong' });
  const headers = { cookie: page.cookies, 'content-type': 'application/x-www-form-urlencoded', origin: site.url };
  const answer = await ask(site, 'POST', headers, fields.toString());
  expect([answer.status, answer.location.includes('csrf_failure=1')]).toEqual(passes ? [200, false] : [302, true]);
});
