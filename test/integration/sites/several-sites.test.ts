import { afterEach, beforeEach, expect, test } from 'vitest';
import { cookieEntry } from '../../../main/sites/saved-session.ts';
import type { SitePort } from '../../../main/sites/sites-port.ts';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { signInThrough } from '../../support/practice-login.ts';
import { RecordingFront } from '../../support/recording-front.ts';
import { agent, Disk, Run } from './one-person.ts';

interface Place {
  readonly practice: PracticeSite;
  readonly front: RecordingFront;
  readonly site: SitePort;
}

let disk: Disk;
let run: Run;
const open: { readonly practice: PracticeSite; readonly front: RecordingFront }[] = [];
let corp: Place;
let plain: Place;

beforeEach(async () => {
  disk = new Disk();
  const first = await practiceAt('corp');
  run = new Run(first.practice, disk);
  corp = await signedInAt(first);
  plain = await signedInAt(await practiceAt(''));
  await run.clock.advance(250);
});

afterEach(async () => {
  await run.registry.dispose();
  for (const { practice, front } of open.splice(0)) {
    await front.stop();
    await practice.dispose();
  }
});

async function practiceAt(cookiePrefix: string) {
  const practice = await PracticeSite.start({ cookiePrefix });
  const front = await RecordingFront.start(practice.url);
  open.push({ practice, front });
  return { practice, front };
}

async function signedInAt({ practice, front }: { practice: PracticeSite; front: RecordingFront }): Promise<Place> {
  const { id } = await run.registry.add({ baseUrl: front.url });
  const transport = run.transports.get(id);
  if (!transport) throw new Error('the site has no transport');
  run.person = async () => {
    await signInThrough(transport, front.url, practice.users.alice);
    const user = { id: practice.users.alice.id, username: 'alice', name: 'Alice' };
    return { kind: 'signed-in', user };
  };
  const site = run.registry.find(id);
  await site.whenSignedIn({ kind: 'person' });
  return { practice, front, site };
}

const kinds = () => run.registry.list().map(({ session }) => session.kind);
const secretOf = ({ practice }: Place) => practice.webSessions()[0]?.id ?? 'nobody is signed in';

test('each has its own entry in the vault, and its cookies go nowhere else', async () => {
  for (const { site } of [corp, plain]) await site.rest.assets({ limit: 1, offset: 0 });
  expect(disk.secrets.get(cookieEntry(corp.site.id))).toContain(secretOf(corp));
  expect(disk.secrets.get(cookieEntry(plain.site.id))).toContain(secretOf(plain));
  expect(disk.secrets.get(cookieEntry(plain.site.id))).not.toContain(secretOf(corp));
  for (const [one, other] of [
    [corp, plain],
    [plain, corp],
  ] as const) {
    expect(one.front.received).toContain(secretOf(one));
    expect(one.front.received).not.toContain(secretOf(other));
  }
});

test('a request that is redirected to the other site is not followed', async () => {
  corp.front.redirects.set('/api/v1/users/profile/', `${plain.front.url}/api/v1/users/profile/`);
  const before = plain.front.received.length;
  await expect(corp.site.rest.profile()).rejects.toMatchObject({ code: 'sign-in-required' });
  expect(plain.front.received.length).toBe(before);
});

test('a handshake of a terminal carries the cookies of its own site, and a redirect is not followed', async () => {
  const socket = await corp.site.transport.connectSocket({
    url: `${corp.front.url.replace('http', 'ws')}/koko/ws/terminal/`,
    protocols: ['JMS-KOKO'],
  });
  socket.close();
  expect(corp.front.received).toMatch(new RegExp(`GET /koko/ws/terminal/[\\s\\S]*corpsessionid=${secretOf(corp)}`));
  corp.front.redirects.set('/koko/ws/terminal/', `${plain.front.url}/koko/ws/terminal/`);
  const before = plain.front.received.length;
  await expect(
    corp.site.transport.connectSocket({
      url: `${corp.front.url.replace('http', 'ws')}/koko/ws/terminal/`,
      protocols: ['JMS-KOKO'],
    }),
  ).rejects.toMatchObject({ status: 302 });
  expect(plain.front.received.length).toBe(before);
});

test('signing out of one leaves the other signed in, there and here', async () => {
  const kept = secretOf(plain);
  await corp.site.signOut();
  expect(kinds()).toEqual(['signed-out', 'signed-in']);
  expect([corp.practice.webSessions(), secretOf(plain)]).toEqual([[], kept]);
  expect([...disk.secrets.keys()]).toEqual([cookieEntry(plain.site.id)]);
  expect((await plain.site.whenSignedIn(agent())).username).toBe('alice');
});

test('one that expires asks for itself alone', async () => {
  corp.practice.expireWebSessions('alice');
  await corp.site.reportLost();
  expect(kinds()).toEqual(['expired', 'signed-in']);
  run.prompts.length = 0;
  expect((await plain.site.whenSignedIn(agent())).username).toBe('alice');
  expect(run.prompts).toEqual([]);
});

test('removing one deletes its entry in the vault and leaves the other’s', async () => {
  run.registry.chooseDefault(corp.site.id);
  await run.registry.remove(corp.site.id);
  expect([...disk.secrets.keys()]).toEqual([cookieEntry(plain.site.id)]);
  expect(disk.sites.map(({ id }) => id)).toEqual([plain.site.id]);
  expect([disk.defaultSite, run.registry.find(undefined).id]).toEqual([null, plain.site.id]);
});
