import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../main/errors/clock.ts';
import { keepJournal } from '../../../main/guard/journal-keeper.ts';
import type { OpenQuestion, QuestionAnswer } from '../../../main/guard/question.ts';
import { TakeOver } from '../../../main/guard/take-over/take-over.ts';
import { silentLog } from '../../../main/log/log.ts';
import type { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import { thisMachine } from '../../../mcp-bridge/directories.ts';
import { isFormerStateFor, readFormerState } from '../../../mcp-bridge/former-state/state-file.ts';
import { formerSession } from '../../../mcp-bridge/wire.ts';
import { type FormerLogin, formerLogin, writeFormerState } from '../../support/former-state.ts';
import { NodeSiteTransport } from '../../support/node-site-transport.ts';
import { Disk, Run } from '../sites/one-person.ts';
import { AgentSide } from './agent-side.ts';
import { environment, runVerb, Workshop } from './bridge-process.ts';
import { practiceWorld } from './practice-world.ts';

describe('drawbridge import', () => {
  let workshop: Workshop;
  let home: string;
  let world: Awaited<ReturnType<typeof practiceWorld>>;
  let pool: TerminalPool;
  let disk: Disk;
  let run: Run;
  let side: AgentSide;
  let takeOver: TakeOver;
  let asked: OpenQuestion[];
  let stopJournal: () => void;
  /** The person, question by question. */
  let person: (question: OpenQuestion) => QuestionAnswer | 'nobody';

  beforeEach(async () => {
    workshop = await Workshop.open();
    home = workshop.home();
    mkdirSync(home);
    world = await practiceWorld();
    pool = world.pool();
    disk = new Disk();
    run = new Run(world.practice, disk);
    side = await AgentSide.start(home, run.registry, pool);
    asked = [];
    person = ({ topic }) => (topic === 'take-over' ? { kind: 'take-over', key: true } : { kind: 'allow' });
    side.questions.on('did-ask', (question) => {
      asked.push(question);
      const answer = person(question);
      if (answer !== 'nobody') queueMicrotask(() => side.questions.answer(question.id, answer));
    });
    takeOver = new TakeOver({
      ...{ sites: run.registry, questions: side.questions, clock: systemClock, log: silentLog, platform: 'linux' },
      aside: (_site, use) => use(new NodeSiteTransport()),
      assertAllowed() {},
      liesThere: isFormerStateFor(thisMachine()),
      onChange() {},
    });
    side.importing = (former, signal) => takeOver.run(former, signal);
    stopJournal = keepJournal({
      ...{ journal: side.journal, sites: run.registry, terminals: pool, killSwitch: side.killSwitch },
      questions: side.questions,
    });
  });
  afterEach(async () => {
    stopJournal();
    await side.dispose();
    await pool.dispose();
    await run.registry.dispose();
    await world.dispose();
    await workshop.close();
  });

  const usual = () => path.join(home, '.local/state/mcp-jumpserver-gui-sucks/auth-state.json');
  const drawbridge = (...args: string[]) => runVerb(workshop.bridge, home, args);
  const secretsOf = ({ cookies, key }: FormerLogin) => [
    ...cookies.filter(({ name }) => /sessionid|csrf/.test(name)).map(({ value }) => value),
    ...(key ? [key.secret] : []),
  ];
  const journalText = () =>
    readdirSync(side.journal.folder)
      .map((name) => readFileSync(path.join(side.journal.folder, name), 'utf8'))
      .join('\n');
  const state = () => run.registry.list()[0]?.session;

  it('signs in by cookies that still hold, takes the key that was ticked, and tells how to delete the file', async () => {
    const login = await formerLogin(world.practice);
    const file = writeFormerState(usual(), { ...login, organisation: '00000000-0000-0000-0000-000000000002' }, 0o644);
    const before = readFileSync(file, 'utf8');
    const { code, out, err } = await drawbridge('import', '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toEqual({
      site: { id: 'site_1', name: expect.any(String), base_url: world.practice.url, added: true },
      organisation: 'chosen',
      session: { kind: 'signed-in', user: 'alice' },
      signed_in: 'alice',
      access_key: { kind: 'taken', id: login.key?.id },
      bearer_token: 'none',
      file: { path: file, readable_by_others: true, removal: `shred -u ${file}` },
    });
    expect(asked).toMatchObject([
      {
        topic: 'take-over',
        ...{ file, readableByOthers: true, baseUrl: world.practice.url, known: false, username: 'alice' },
        ...{ session: 'there', keyId: `${login.key?.id.slice(0, 8)}…`, hasKey: false, present: '' },
      },
    ]);
    expect(run.registry.list()).toMatchObject([
      {
        organisation: '00000000-0000-0000-0000-000000000002',
        session: { kind: 'signed-in', user: { username: 'alice' } },
        durableKey: { state: 'on' },
      },
    ]);
    expect(run.prompts).toEqual([]);
    expect(side.proposals).toEqual(['show']);
    expect(readFileSync(file, 'utf8')).toBe(before);
    const kept = journalText();
    expect(kept).toContain('take over');
    expect(kept).toContain('taken over from mcp-jumpserver-gui-sucks');
    for (const secret of secretsOf(login))
      for (const text of [out, kept, JSON.stringify(asked)]) expect(text).not.toContain(secret);
    // The session works as one that was signed in here.
    expect((await run.site.rest.assets({ limit: 1, offset: 0 })).total).toBeGreaterThan(0);
  });

  it('adds the site where the session has ended, and leaves a key that was not ticked', async () => {
    const login = await formerLogin(world.practice);
    world.practice.endSessions('alice', 'admin-kick');
    person = () => ({ kind: 'take-over', key: false });
    const { code, out } = await drawbridge('import', writeFormerState(path.join(home, 'else.json'), login));
    expect(code).toBe(0);
    expect(out).toContain('Its web session has ended.\nSign in to ');
    expect(out).toContain('Its access key was left, as you chose.');
    expect(out).toContain('stays valid until you delete it');
    expect(state()).toMatchObject({ kind: 'signed-out' });
    expect(run.registry.list()[0]?.durableKey).toEqual({ state: 'off' });
    expect(await run.transport.cookies('')).toEqual([]);
  });

  it('believes neither a date in the file nor one that is past', async () => {
    const login = await formerLogin(world.practice);
    world.practice.endSessions('alice', 'admin-kick');
    const later = login.cookies.map((cookie) => ({ ...cookie, expires: Date.now() / 1000 + 86_400 }));
    writeFormerState(usual(), { ...login, cookies: later });
    expect(JSON.parse((await drawbridge('import', '--json')).out)).toMatchObject({ session: { kind: 'ended' } });
    const past = login.cookies.map((cookie) => ({ ...cookie, expires: 1_000 }));
    writeFormerState(usual(), { ...login, cookies: past });
    expect(JSON.parse((await drawbridge('import', '--json')).out)).toMatchObject({ session: { kind: 'ended' } });
    expect(asked).toMatchObject([{ session: 'there' }, { session: 'ended', known: true }]);
  });

  it('leaves a key that the site does not take, and one of another user', async () => {
    const login = await formerLogin(world.practice);
    const admin = await formerLogin(world.practice, 'admin');
    const key = login.key ?? { id: '', secret: '' };
    world.practice.deleteAccessKey(key.id);
    writeFormerState(usual(), login);
    expect(JSON.parse((await drawbridge('import', '--json')).out)).toMatchObject({ access_key: { kind: 'refused' } });
    writeFormerState(usual(), { ...login, ...(admin.key ? { key: admin.key } : {}) });
    expect(JSON.parse((await drawbridge('import', '--json')).out)).toMatchObject({
      session: { kind: 'already', user: 'alice' },
      access_key: { kind: 'other-user', user: 'admin' },
    });
    expect(run.registry.list()[0]?.durableKey).toEqual({ state: 'off' });
    expect(world.practice.accessKeys().map(({ id }) => id)).toEqual([admin.key?.id]);
  });

  it('never mixes two users: the person chooses whose session holds', async () => {
    run.who = 'admin';
    await run.registry.add({ baseUrl: world.practice.url });
    await run.site.whenSignedIn({ kind: 'person' });
    const before = await run.transport.cookieHeader('');
    writeFormerState(usual(), await formerLogin(world.practice));
    person = ({ topic }) => (topic === 'take-over' ? { kind: 'take-over', key: true } : { kind: 'refuse', reason: '' });
    expect(JSON.parse((await drawbridge('import', '--json')).out)).toMatchObject({
      site: { added: false },
      session: { kind: 'kept', user: 'admin', other: 'alice' },
      access_key: { kind: 'other-user', user: 'alice' },
    });
    expect(asked).toMatchObject([
      { topic: 'take-over', known: true, present: 'admin' },
      { topic: 'replace-session', before: 'admin', now: 'alice' },
    ]);
    expect(state()).toMatchObject({ kind: 'signed-in', user: { username: 'admin' } });
    expect(await run.transport.cookieHeader('')).toBe(before);

    const changed: string[] = [];
    run.registry.on('did-change-user', ({ now }) => void changed.push(now.username));
    person = ({ topic }) => (topic === 'take-over' ? { kind: 'take-over', key: false } : { kind: 'allow' });
    expect(JSON.parse((await drawbridge('import', '--json')).out)).toMatchObject({
      session: { kind: 'signed-in', user: 'alice' },
    });
    expect(state()).toMatchObject({ kind: 'signed-in', user: { username: 'alice' } });
    expect(changed).toEqual(['alice']);
    expect(world.practice.webSessions().map(({ username }) => username)).not.toContain('admin');
  });

  it('takes a session in place of one that is over, which nobody had noticed', async () => {
    run.who = 'admin';
    await run.registry.add({ baseUrl: world.practice.url });
    await run.site.whenSignedIn({ kind: 'person' });
    writeFormerState(usual(), await formerLogin(world.practice));
    world.practice.endSessions('admin', 'admin-kick');
    expect(JSON.parse((await drawbridge('import', '--json')).out)).toMatchObject({
      ...{ session: { kind: 'signed-in', user: 'alice' }, signed_in: 'alice' },
    });
    expect(asked.map(({ topic }) => topic)).toEqual(['take-over']);
  });

  it('leaves whoever is signed in where the session of the file is over', async () => {
    const old = await formerLogin(world.practice);
    world.practice.endSessions('alice', 'admin-kick');
    await run.registry.add({ baseUrl: world.practice.url });
    await run.site.whenSignedIn({ kind: 'person' });
    const before = await run.transport.cookieHeader('');
    const { out } = await drawbridge('import', writeFormerState(usual(), old));
    expect(out).toContain('Its web session has ended.\nalice stays signed in.');
    expect(out).toContain(`Its access key (${old.key?.id}) keeps assets listed`);
    expect(await run.transport.cookieHeader('')).toBe(before);
  });

  it('names no other file for the person to delete, whatever asked for it says', async () => {
    const login = await formerLogin(world.practice);
    const own = path.join(home, 'thesis.txt');
    writeFileSync(own, 'years of work');
    const former = await readFormerState(writeFormerState(usual(), login), thisMachine());
    const taken = await takeOver.run({ ...former, file: own }, new AbortController().signal);
    expect(taken).toMatchObject({ session: { kind: 'signed-in' }, file: own, removal: '' });
    expect(formerSession.safeParse({ ...former, file: '/home/a\u001b[2Jb' }).success).toBe(false);
    expect(formerSession.safeParse(former).success).toBe(true);
  });

  it('changes nothing where the person says no, is away, or cannot be asked', async () => {
    const login = await formerLogin(world.practice);
    writeFormerState(usual(), login);
    person = () => ({ kind: 'refuse', reason: '' });
    expect(await drawbridge('import')).toMatchObject({ code: 4, out: '', err: expect.stringContaining('said no') });
    person = () => 'nobody';
    const away = drawbridge('import', '--json');
    await expect.poll(() => asked.length).toBe(2);
    // A second one does not add to what waits.
    expect(JSON.parse((await drawbridge('import', '--json')).out)).toMatchObject({
      error: { code: 'confirmation-required' },
    });
    side.questions.answer(asked[1]?.id ?? '', { kind: 'refuse', reason: '' });
    expect((await away).code).toBe(4);
    side.windowed = false;
    expect(await drawbridge('import')).toMatchObject({ code: 4, err: expect.stringContaining('login --text') });
    expect(run.registry.list()).toEqual([]);
    expect(takeOver.last).toBeNull();
  });

  it('asks nothing about a file that it cannot use', async () => {
    expect(await drawbridge('import')).toMatchObject({
      ...{ code: 1, out: '', err: expect.stringContaining(`no state file of mcp-jumpserver-gui-sucks at ${usual()}`) },
    });
    const answer = await drawbridge('import', home, '--json');
    expect(answer.code).toBe(1);
    expect(JSON.parse(answer.out)).toMatchObject({ fault: 'not-a-file', error: { code: 'state-file-unusable' } });
    const plain = { ...(await formerLogin(world.practice)), baseUrl: 'http://jump.example.com' };
    expect(await drawbridge('import', writeFormerState(usual(), plain))).toMatchObject({
      ...{ code: 4, err: expect.stringContaining('insecure-url') },
    });
    expect(asked).toEqual([]);
    expect(environment(home)['HOME']).toBe(home);
  });
});
