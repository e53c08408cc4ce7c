import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../main/errors/clock.ts';
import { keepRecordings } from '../../../main/guard/keep-recordings.ts';
import { Recordings } from '../../../main/journal/recordings/recordings.ts';
import { silentLog } from '../../../main/log/log.ts';
import { SomeVault } from '../../support/some-vault.ts';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('codex');
const patienceMs = 20_000;

describe('recordings of real terminals', () => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  let recordings: Recordings;
  let folder: string;
  let stop: () => void;
  const printed = new Map<string, Buffer[]>();
  beforeAll(async () => {
    practice = await practicePool({}, { maxOutputBytes: 100_000_000 });
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drawbridge-recorded-'));
    recordings = new Recordings({
      ...{ folder, vault: new SomeVault(), clock: systemClock, log: silentLog },
      settings: () => ({ on: true, days: 1, totalMb: 100, terminalMb: 50 }),
    });
    await recordings.load();
    stop = keepRecordings({ terminals: practice.pool, recordings, siteName: () => 'Practice' });
    practice.pool.on('output', ({ id, bytes }) => printed.set(id, [...(printed.get(id) ?? []), Buffer.from(bytes)]));
  });
  afterAll(async () => {
    stop();
    await recordings.dispose();
    await practice.dispose();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** All of it, when its terminal has ended and the file is whole. */
  async function ended(id: string): Promise<{ readonly head: Record<string, unknown>; readonly events: unknown[][] }> {
    await recordings.end(id);
    let part = await recordings.read(id);
    let text = Buffer.from(part.bytes).toString();
    while (part.next !== null) {
      part = await recordings.read(id, part.next);
      text += Buffer.from(part.bytes).toString();
    }
    expect(part.end).toBe('complete');
    const [head = '', ...events] = text.trim().split('\n');
    return { head: JSON.parse(head), events: events.map((line) => JSON.parse(line)) };
  }

  it('every byte that a terminal printed is in it, with its commands and what links it to JumpServer', async () => {
    const { pool } = practice;
    const { id, jumpserverSessionId } = await pool.open(await practice.target('lab-bash'), owner);
    await pool.run(id, { owner, command: 'for i in $(seq 1 3000); do echo "$i 吊桥"; done', patienceMs });
    await pool.run(id, { owner, command: `echo ${'long '.repeat(60)}`, patienceMs });
    await pool.close(id, owner, 'over');
    const { head, events } = await ended(id);
    const text = events
      .filter(([, code]) => code === 'o')
      .map(([, , data]) => data)
      .join('');
    expect(text).toBe(Buffer.concat(printed.get(id) ?? []).toString());
    expect(events.filter(([, code]) => code === 'm').map(([, , data]) => data)).toHaveLength(2);
    expect(head).toMatchObject({ drawbridge: { asset: 'lab-bash', jumpserverSessionId, terminalId: id } });
    // The line was wider than the terminal, which was widened for it.
    const sizes = events.filter(([, code]) => code === 'r').map(([, , size]) => size);
    expect(sizes.length).toBeGreaterThanOrEqual(2);
    expect(sizes.at(-1)).toBe('200x50');
  });

  it('a secret that a program echoes is masked in it, and the file says nothing without its key', async () => {
    const { pool } = practice;
    const secret = `secret-${randomBytes(6).toString('hex')}`;
    const { id } = await pool.open(await practice.target('lab-bash'), owner);
    const command = `read -sp 'Password: ' p; echo "got <$p>"`;
    const asks = await pool.run(id, { owner, command, patienceMs });
    expect(asks.outcome).toMatchObject({ kind: 'needs-input', input: 'password' });
    const prompt = asks.outcome.kind === 'needs-input' ? asks.outcome.line : '';
    await pool.typeSecret(id, owner, { prompt, secret }, patienceMs);
    await pool.close(id, owner, 'over');
    const { events } = await ended(id);
    const text = events.map(([, , data]) => data).join('');
    expect(text).toContain('got <');
    expect(text).not.toContain(secret);
    const sealed = fs.readFileSync(path.join(folder, `${id}.dbrec`)).toString('latin1');
    expect(sealed).not.toContain('Password');
  });

  it('a flood goes through at its own speed; what could not be written in time is said with its size', async () => {
    const { pool } = practice;
    const { id } = await pool.open(await practice.target('lab-bash'), owner);
    const command = "yes 'the quick brown fox jumps over the lazy dog' | head -c 20000000";
    expect((await pool.run(id, { owner, command, patienceMs })).outcome).toEqual({ kind: 'done', exitCode: 0 });
    await pool.close(id, owner, 'over');
    const { events } = await ended(id);
    const kept = events.reduce((sum, [, code, data]) => sum + (code === 'o' ? Buffer.byteLength(String(data)) : 0), 0);
    const named = events.reduce(
      (sum, [, , data]) => sum + Number(/^(\d+) bytes were not/.exec(String(data))?.[1] ?? 0),
      0,
    );
    expect(kept + named).toBe(Buffer.concat(printed.get(id) ?? []).length);
    const times = events.map(([at]) => Number(at));
    expect(times.every((at, index) => at >= (times[index - 1] ?? 0))).toBe(true);
  });

  it('a full disk ends the recording, which is played up to there, and the terminal goes on', async ({ skip }) => {
    const small = path.join(folder, 'small');
    fs.mkdirSync(small);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', small]).status === 0;
    skip(!mounted, 'only root may mount a small disk');
    const there = new Recordings({
      ...{ folder: small, vault: new SomeVault(), clock: systemClock, log: silentLog },
      settings: () => ({ on: true, days: 1, totalMb: 100, terminalMb: 50 }),
    });
    await there.load();
    const stopThere = keepRecordings({ terminals: practice.pool, recordings: there, siteName: () => 'Practice' });
    try {
      const { pool } = practice;
      const { id } = await pool.open(await practice.target('lab-bash'), owner);
      await pool.run(id, { owner, command: 'echo before-it-is-full', patienceMs });
      const failed = new Promise<void>((resolve) => {
        there.on('did-change', () => there.state.kind === 'failed' && resolve());
      });
      await pool.run(id, { owner, command: 'head -c 2000000 /dev/urandom | base64', patienceMs });
      await failed;
      expect(there.state).toMatchObject({ kind: 'failed', message: expect.stringContaining('ENOSPC') });
      const goesOn = await pool.run(id, { owner, command: 'echo goes-on', patienceMs });
      expect(goesOn.outcome).toEqual({ kind: 'done', exitCode: 0 });
      const { bytes } = await there.read(id);
      expect(Buffer.from(bytes).toString()).toContain('before-it-is-full');
    } finally {
      stopThere();
      await there.dispose();
      spawnSync('umount', [small]);
    }
  });
});
