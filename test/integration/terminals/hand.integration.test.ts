import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run, TerminalSummary } from '../../../main/terminals/terminal-model.ts';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('a');
const patienceMs = 20_000;

describe('the person takes a terminal over', () => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  beforeAll(async () => {
    practice = await practicePool();
  });
  afterAll(() => practice.dispose());

  const opened = async () => practice.pool.open(await practice.target('lab-bash'), owner);
  const run = (terminal: TerminalSummary, command: string) =>
    practice.pool.run(terminal.id, { owner, command, patienceMs });
  const now = (terminal: TerminalSummary) => practice.pool.get(terminal.id);

  /** Resolves with the next run there that ends. */
  const nextEnd = (terminal: TerminalSummary) =>
    new Promise<Run>((resolve) => {
      const off = practice.pool.on('run-ended', (event) => {
        if (event.terminal.id !== terminal.id) return;
        off();
        resolve(event.run);
      });
    });

  const typeKeys = (terminal: TerminalSummary, text: string) => {
    for (const key of text) practice.pool.type(terminal.id, key);
  };

  it('at a prompt: types, and what runs is reported as theirs; handed back, the agent runs again', async () => {
    const { pool } = practice;
    const terminal = await opened();
    pool.takeOver(terminal.id);
    expect(now(terminal).hand).toMatchObject({ by: 'person' });
    const ended = nextEnd(terminal);
    typeKeys(terminal, 'cd /tmp; false\r');
    expect(await ended).toMatchObject({
      command: 'cd /tmp; false',
      by: 'person',
      outcome: { kind: 'done', exitCode: 1 },
      cwd: '/tmp',
    });
    await pool.handBack(terminal.id, ' Look in /tmp. ');
    expect(now(terminal).hand).toEqual({ by: 'agent' });
    expect(pool.takeNotes('a')).toEqual([{ terminalId: terminal.id, asset: 'lab-bash', text: 'Look in /tmp.' }]);
    expect(pool.takeNotes('a')).toEqual([]);
    const next = await run(terminal, 'pwd');
    expect(next).toMatchObject({ outcome: { kind: 'done', exitCode: 0 } });
    expect(next.by).toBeUndefined();
    expect(pool.readOutput(terminal.id, owner, next.output.start, next.output.end - next.output.start).text).toBe(
      '/tmp\n',
    );
    expect((await run(terminal, 'reboot')).outcome.kind).toBe('refused');
  });
});
