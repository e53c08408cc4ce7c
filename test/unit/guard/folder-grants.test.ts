import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FolderGrant, FolderGrants } from '../../../main/guard/folder-grants.ts';
import { Questions } from '../../../main/guard/question.ts';
import { Seal } from '../../../main/vault/seal.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { SomeVault } from '../../support/some-vault.ts';

let folder: string;
let stored: readonly FolderGrant[];
let clock: FakeClock;
let vault: SomeVault;
let questions: Questions;
let windowed: boolean;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'drawbridge-grants-')));
  stored = [];
  clock = new FakeClock();
  vault = new SomeVault();
  windowed = true;
  let asked = 0;
  questions = new Questions({ clock, newId: () => `q${++asked}`, canAsk: () => windowed });
});
afterEach(() => {
  questions.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const grants = (project = folder, over: { keeps?: boolean; allowAll?: boolean; home?: string } = {}) =>
  new FolderGrants({
    stored: () => stored,
    store: (list) => {
      stored = list;
    },
    seal: new Seal(vault),
    keeps: () => over.keeps ?? true,
    ...{ questions, clock, home: over.home ?? '/home/someone' },
    claimOf: () => ({ client: 'codex', project }),
    commandsWithoutAsking: () => over.allowAll ?? false,
    onChange: () => {},
  });
const ask = { agent: { id: 'a', name: 'codex' }, site: 'Prod', asset: 'web-01', direction: 'upload' } as const;
const wait = (patienceMs = 1_000) => ({ signal: new AbortController().signal, patienceMs });
/** What was asked, once it is there. */
async function question() {
  for (;;) {
    const [open] = questions.open();
    if (open) return open;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('a folder is asked for once, kept under a seal, and holds after a restart', async () => {
  const first = grants().granted(ask, wait());
  questions.answer((await question()).id, { kind: 'allow' });
  expect(await first).toBe(folder);
  const again = grants();
  await again.load();
  expect(await again.granted(ask, wait())).toBe(folder);
  expect(questions.open()).toEqual([]);
});

test('what another hand wrote, or changed, grants nothing', async () => {
  const first = grants().granted(ask, wait());
  questions.answer((await question()).id, { kind: 'allow' });
  await first;
  const [kept] = stored;
  if (kept === undefined) throw new Error('nothing was kept');
  stored = [
    { ...kept, folder: '/srv/everything' },
    { ...kept, client: 'other' },
    { ...kept, mac: '' },
  ];
  const forged = grants();
  await forged.load();
  expect(forged.list()).toEqual([]);
});

test('without a keychain it holds until the app ends, and is not written', async () => {
  const here = grants(folder, { keeps: false });
  const first = here.granted(ask, wait());
  questions.answer((await question()).id, { kind: 'allow' });
  await first;
  expect(await here.granted(ask, wait())).toBe(folder);
  expect(stored).toEqual([]);
});

test('a call whose patience is over names the question, and the next one takes its answer', async () => {
  const here = grants();
  const first = here.granted(ask, wait(1_000)).catch((error: unknown) => error);
  const { id } = await question();
  await clock.advance(1_001);
  expect(await first).toMatchObject({ code: 'pending-approval', facts: { approval_id: id } });
  questions.answer(id, { kind: 'allow' });
  expect(await here.granted(ask, wait())).toBe(folder);
});

test('a no is told with its reason, and asked anew by the next call', async () => {
  const here = grants();
  const first = here.granted(ask, wait()).catch((error: unknown) => error);
  questions.answer((await question()).id, { kind: 'refuse', reason: 'wrong project' });
  expect(await first).toMatchObject({ code: 'declined-by-person', facts: { reason: 'wrong project' } });
  const second = here.granted(ask, wait());
  questions.answer((await question()).id, { kind: 'allow' });
  expect(await second).toBe(folder);
});

test('the root, the home, what the home is in, system and hidden folders are never asked for, nor by a link to them', async () => {
  const link = path.join(folder, 'link');
  symlinkSync('/etc', link);
  const home = path.join(folder, 'people', 'alice');
  const refused = ['/', '/tmp', '/etc/ssh', '/usr/share', link, '', '/does/not/exist'];
  for (const project of refused)
    await expect(grants(project).granted(ask, wait()), project).rejects.toMatchObject({ code: 'folder-not-granted' });
  for (const project of [folder]) {
    await expect(grants(project, { home: folder }).granted(ask, wait())).rejects.toMatchObject({
      code: 'folder-not-granted',
    });
    await expect(grants(project, { home }).granted(ask, wait())).rejects.toMatchObject({ code: 'folder-not-granted' });
  }
  expect(questions.open()).toEqual([]);
});

test('without a window nobody grants anything, unless the person started it so', async () => {
  windowed = false;
  await expect(grants().granted(ask, wait())).rejects.toMatchObject({ code: 'could-not-ask' });
  expect(await grants(folder, { allowAll: true }).granted(ask, wait())).toBe(folder);
  expect(stored).toEqual([]);
});
