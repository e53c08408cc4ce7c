import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../main/log/log.ts';
import { type Mark, MarkParser } from '../../../main/terminals/mark-parser.ts';
import { Terminal } from '../../../main/terminals/terminal.ts';
import { TerminalOutput } from '../../../main/terminals/terminal-output.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { integratedBash, type RecordedFrame, RecordedKoko, recording } from '../../support/recorded-koko.ts';
import { Seeded } from '../../support/seeded.ts';
import { agent, someTarget } from '../../support/terminal-target.ts';

const names = readdirSync(new URL('../../recordings/', import.meta.url)).map((name) => name.replace('.jsonl', ''));

function splitAnywhere(bytes: Uint8Array, numbers: Seeded): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = numbers.pick([1, 2, 5, 30, 1_024]);
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

const fromServer = (script: readonly RecordedFrame[]) =>
  Buffer.concat(
    script
      .filter(({ dir, op }) => dir === 'S' && op === 'bin')
      .map((frame) => Buffer.from(frame.payload_b64 ?? '', 'base64')),
  );

/** What stands between the marks of each command, and before bash's own `2004h`. */
const betweenMarks = (script: readonly RecordedFrame[]): string[] =>
  [
    ...fromServer(script)
      .toString('latin1')
      .matchAll(/\x1b\]133;C;k7f3\x07((?:(?!\x1b\]133;C)[\s\S])*?)\x1b\[\?2004h\x1b\]133;D;[^\x07]*\x07/g),
  ].map(([, output = '']) => output);

async function opened(script: readonly RecordedFrame[], seed: number) {
  const numbers = new Seeded(seed);
  const koko = new RecordedKoko(script, 'k7f3', (bytes) => splitAnywhere(bytes, numbers));
  const clock = new FakeClock();
  const terminal = new Terminal({
    ...{ id: 'term_1', target: someTarget, owner: agent('a'), clock, random: randomBytes },
    ...{ cols: 200, rows: 50, maxOutputBytes: 5_000_000 },
  });
  const ports = { transport: koko, clock, log: silentLog };
  await terminal.open(ports, { kokoUrl: 'wss://jms/koko/ws/terminal/', tokenId: 't' });
  const run = async (command: string) => {
    const { outcome, output } = await terminal.run({ command, patienceMs: 25_000 });
    const { start, end } = output;
    return {
      outcome,
      raw: Buffer.from(terminal.reader.raw(start, end - start).bytes).toString('latin1'),
      text: terminal.readOutput(start, end - start, { to: end }).text,
    };
  };
  return { terminal, koko, run };
}

describe('recorded output', () => {
  it.each(names)('of %s reads the same wherever it is split, and without marks', (name) => {
    const bytes = fromServer(recording(name));
    const read = (pieces: readonly Uint8Array[]) => {
      const parser = new MarkParser('k7f3');
      const output = new TerminalOutput({ cols: 200, rows: 50 }, () => {});
      const marks: (Mark & { readonly at: number })[] = [];
      const sink = {
        bytes: (chunk: Uint8Array) => output.append(chunk),
        mark: (mark: Mark) => {
          marks.push({ ...mark, at: output.end });
        },
      };
      for (const piece of pieces) parser.push(piece, sink);
      const { text } = output.read(0, output.end, true);
      const raw = Buffer.from(output.ring.read(0).bytes).toString('latin1');
      output.dispose();
      return { text, marks, raw };
    };
    const whole = read([bytes]);
    expect(whole.raw).not.toMatch(/\x1b\]133;(?:[BCP];k7f3\x07|D;[^;\x07]*;k7f3)/);
    for (let seed = 1; seed <= 10; seed += 1) {
      expect(read(splitAnywhere(bytes, new Seeded(seed))), `seed ${seed}`).toEqual(whole);
    }
  });

  it.each([1, 2, 3, 4, 5])('of a session is what stands between the marks, byte for byte (split %d)', async (seed) => {
    const script = recording('bash-integration-uid-cwd-ps2');
    const expected = betweenMarks(script);
    const { terminal, koko, run } = await opened(script, seed);
    const raw: string[] = [];
    for (const command of ['true', 'false', 'echo hello', '(exit 3)', 'cd /tmp', 'pwd']) {
      raw.push((await run(command)).raw);
    }
    expect(raw).toEqual(expected.slice(0, 6));
    expect(raw).toEqual(['', '', 'hello\r\n', '', '', '/tmp\r\n']);
    expect(terminal.readOutput(0, 1e6).text).not.toContain(koko.markId);
    terminal.dispose();
  });

  it.each([
    ['progress', 'state-progress', '100% [####################]\n'],
    ['a reset of the terminal', 'output-reset', ''],
  ])('of %s is exact, and reads as it ended', async (_, name, text) => {
    const script = recording(name);
    const { terminal, run } = await opened([...integratedBash(), ...script], 1);
    expect(await run('it')).toEqual({
      outcome: { kind: 'done', exitCode: 0 },
      raw: betweenMarks(script)[0],
      text,
    });
    terminal.dispose();
  });

  it('of a command whose terminal closed half way is all that came', async () => {
    const script = recording('admin-kill-while-running');
    const { terminal, run } = await opened([...integratedBash(), ...script], 1);
    const { outcome, raw } = await run('sleep 20');
    expect(outcome.kind).toBe('closed');
    const [, after] = fromServer(script).toString('latin1').split('\x1b]133;C;k7f3\x07');
    expect(raw).toBe(after);
    terminal.dispose();
  });
});
