import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TerminalTarget } from '../../../main/terminals/terminal-model.ts';
import { withoutInOrder } from '../../support/audit-rows.ts';
import { Seeded } from '../../support/seeded.ts';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

/** `DRAWBRIDGE_SEEDS=7,8` plays those again; more than the default takes longer and finds more. */
const seeds = (process.env['DRAWBRIDGE_SEEDS'] ?? '1,2,3,4').split(',').map(Number);
const STEPS = 14;
const owner = agent('judged');

interface Story {
  /** Rows that the audit must hold, in this order. */
  readonly rows: string[];
  /** How many rows of junk interrupts and keys may leave (design §5). */
  junk: number;
  readonly told: string[];
}

describe('the audit of random work, judged by the recogniser of a real KoKo', () => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  let folder: string;
  beforeAll(async () => {
    practice = await practicePool();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dbj-'));
  });
  afterAll(async () => {
    await practice.dispose();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const cases = seeds.flatMap((seed) => (['lab-bash', 'lab-sh'] as const).map((asset) => [seed, asset] as const));

  it.each(cases)('seed %i on %s: every line as it was asked for, and nothing forbidden ran', async (seed, asset) => {
    const random = new Seeded(seed);
    const story: Story = { rows: [], junk: 0, told: [] };
    const target = await practice.target(asset);
    const before = new Set(practice.site.audit().map(({ session }) => session));
    await practice.pool.open(target, owner);
    try {
      for (let step = 0; step < STEPS; step += 1) await take(random, target, story, `${seed}-${step}`);
    } finally {
      for (const { id } of practice.pool.list(owner)) await practice.pool.close(id, owner, 'the story is over');
    }
    const [integration, ...rows] = practice.site
      .audit()
      .filter(({ session }) => !before.has(session))
      .map(({ input }) => input);
    const why = `DRAWBRIDGE_SEEDS=${seed}, ${story.told.join(' | ')}`;
    expect(integration, why).toContain('133;');
    const junk = withoutInOrder(rows, story.rows);
    expect(junk, why).not.toBeNull();
    expect(junk?.length ?? 0, `${why}; junk: ${junk?.join(' | ')}`).toBeLessThanOrEqual(story.junk);
    expect(fs.readdirSync(folder), why).toEqual([]);
  });

  async function take(random: Seeded, target: TerminalTarget, story: Story, mark: string): Promise<void> {
    const { pool } = practice;
    const run = (command: string, patienceMs = 15_000) => pool.runOn(target, { owner, command, patienceMs });
    const words = () => Array.from({ length: 1 + random.number(4) }, () => random.pick(WORDS)).join(' ');
    const kind = random.pick(KINDS);
    story.told.push(kind);
    switch (kind) {
      case 'plain':
        return asked(`echo ${words()}`);
      case 'long':
        return asked(`echo ${'x'.repeat(200 + random.number(700))} ${words()}`);
      case 'cd':
        return asked(`cd ${random.pick(['/', '/tmp', '/usr/share'])}`);
      case 'lines':
        return asked(Array.from({ length: 2 + random.number(4) }, () => `echo ${words()}`).join('\n'));
      case 'heredoc':
        return asked(`cat <<'END'\n${words()}\n${words()}\nEND`);
      case 'forbidden': {
        // What may not run would leave a file.
        const command = `${random.pick(['', 'cd / && ', `: ${'y'.repeat(random.number(600))}; `])}touch ${folder}/${mark}; : reboot ${words()}`;
        const { outcome } = await run(command);
        expect(outcome, `${mark}: ${command}`).toMatchObject({ kind: 'refused' });
        story.rows.push(command.trim());
        return;
      }
      case 'interrupt': {
        const { terminalId, outcome } = await run('sleep 300', 150);
        expect(outcome.kind).toBe('running');
        await pool.interrupt(terminalId, owner);
        story.rows.push('sleep 300');
        story.junk += 1;
        return;
      }
      case 'answer': {
        const { terminalId, outcome } = await run("printf 'name: '; read v; echo $v");
        expect(outcome).toMatchObject({ kind: 'needs-input' });
        await pool.write(terminalId, owner, { text: `ann-${mark}` }, 15_000);
        story.rows.push("printf 'name: '; read v; echo $v", `ann-${mark}`);
        return;
      }
      default:
        return kind satisfies never;
    }
    async function asked(command: string): Promise<void> {
      const { outcome } = await run(command);
      expect(outcome, `${mark}: ${command}`).toMatchObject({ kind: 'done' });
      story.rows.push(...command.split('\n').map((line) => line.trim()));
    }
  }
});

const KINDS = ['plain', 'plain', 'long', 'lines', 'heredoc', 'forbidden', 'interrupt', 'answer', 'cd'] as const;

const WORDS: readonly [string, ...string[]] = [
  'alpha',
  "'quoted words'",
  '"and $HOME"',
  '日本語',
  'ñandú',
  '😀',
  'wow!',
  '!x',
  '$((1+2))',
  'a/b/c',
  '--flag=1',
  '{one,two}',
  'rebooting',
  '#no-comment',
  '~',
];
