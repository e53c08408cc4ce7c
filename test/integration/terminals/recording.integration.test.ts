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
    practice = await practicePool();
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
    expect(events.some(([, code]) => code === 'r')).toBe(true);
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
});
