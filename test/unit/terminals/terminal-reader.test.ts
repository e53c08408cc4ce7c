import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../main/errors/clock.ts';
import { ActiveRun } from '../../../main/terminals/active-run.ts';
import { TerminalOutput } from '../../../main/terminals/terminal-output.ts';
import { TerminalReader } from '../../../main/terminals/terminal-reader.ts';

const text = (pattern: string) => ({ pattern, literal: false, ignoreCase: false });
const all = { from: 0, before: 0, after: 0, most: 100 };

/** A terminal's output, and perhaps a run that prints it. */
function terminal() {
  const listeners = new Set<() => void>();
  const output = new TerminalOutput({ cols: 200, rows: 50 }, () => {
    for (const listener of [...listeners]) listener();
  });
  let run: ActiveRun | undefined;
  const reader = new TerminalReader({
    output,
    clock: systemClock,
    onOutput: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    newestRun: () => run,
    isClosed: () => false,
  });
  return {
    reader,
    output,
    print: (bytes: string | Uint8Array) => output.append(Buffer.from(bytes)),
    /** The echo, then the start mark. */
    start(command: string): ActiveRun {
      const fields = {
        id: 'run_1',
        terminalId: 'term_1',
        command,
        lines: [],
        startedAt: 0,
        by: 'owner' as const,
        offset: output.end,
      };
      run = new ActiveRun(fields);
      output.append(Buffer.from(`${command}\r\n`));
      run.outputStart = output.end;
      return run;
    },
  };
}

describe('searching output', () => {
  it('finds lines by a pattern, with numbers, offsets and context', async () => {
    const { reader, print } = terminal();
    print('zero\r\none\r\n\x1b[31mtwo\x1b[0m\r\n 1%\r 2%\r100%\r\nfour\r\n');
    const found = await reader.search(text('t[wx]o'), { ...all, before: 1, after: 1 });
    expect(found).toEqual({
      lines: [
        { number: 2, text: 'one', offset: 6, column: null },
        { number: 3, text: 'two', offset: 11, column: 0 },
        { number: 4, text: '100%', offset: 25, column: null },
      ],
      ...{ matches: 1, next: null, searchedLines: 5, from: 0, to: 45, gap: 0 },
    });
    expect(await reader.search(text('2%'), all)).toMatchObject({ matches: 0 });
  });

  it('shows a line once where contexts meet, and counts what it does not return', async () => {
    const { reader, print } = terminal();
    print(Array.from({ length: 100 }, (_, line) => `${line % 2 ? 'odd' : 'even'} ${line}\r\n`).join(''));
    const found = await reader.search(text('even'), { ...all, before: 1, after: 1, most: 2 });
    expect(found.matches).toBe(50);
    expect(found.lines.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  });

  it('takes text as it stands, and either case', async () => {
    const { reader, print } = terminal();
    print('a.b [x]\r\nA.B [X]\r\naxb\r\n');
    const asText = { pattern: 'a.b [', literal: true, ignoreCase: false };
    expect(await reader.search(asText, all)).toMatchObject({ matches: 1 });
    expect(await reader.search({ ...asText, ignoreCase: true }, all)).toMatchObject({ matches: 2 });
    expect(await reader.search(text('^a.b'), all)).toMatchObject({ matches: 2 });
  });

  it('names what the ring has lost, and searches the rest', async () => {
    const { reader, print, output } = terminal();
    print('the first line\r\n');
    print('0123456789abcdef\r\n'.repeat(300_000));
    print('the last line\r\n');
    const found = await reader.search(text('the (first|last) line'), all);
    expect(found.matches).toBe(1);
    expect(found.gap).toBe(found.from);
    expect(found.gap).toBeGreaterThanOrEqual(output.ring.start);
    expect(found.lines[0]?.text).toBe('the last line');
    // The offset leads there.
    expect(output.read(found.lines[0]?.offset ?? 0, 100, true).text).toBe('the last line\n');
  });

  it('gives a pattern up that takes for ever', async () => {
    const { reader, print } = terminal();
    print(`${'a'.repeat(60)}!\r\n`);
    await expect(reader.search(text('^(a+)+$'), all)).rejects.toMatchObject({ code: 'bad-argument' });
  });

  it('says what is no pattern', async () => {
    await expect(terminal().reader.search(text('(a'), all)).rejects.toMatchObject({ code: 'bad-argument' });
  });

  it('cuts a very long line around the match', async () => {
    const { reader, print } = terminal();
    print(`${'x'.repeat(50_000)}needle${'y'.repeat(50_000)}\r\n`);
    const [line] = (await reader.search(text('needle'), all)).lines;
    expect(line?.text.length).toBeLessThan(2_100);
    expect(line?.text.slice(line.column ?? 0)).toMatch(/^needley/);
  });
});

describe('waiting for a line', () => {
  const patient = { from: 0, patienceMs: 10_000 };

  it('returns at once where the line is there already', async () => {
    const { reader, print, start } = terminal();
    start('serve');
    print('booting\r\nlistening on 80');
    expect(await reader.waitFor(text('listening'), patient)).toMatchObject({
      line: { text: 'listening on 80', offset: 16 },
    });
  });

  it('returns as it comes, also in the middle of the line, by text and by expression', async () => {
    for (const pattern of ['ready', 'read[xy]']) {
      const { reader, print, start } = terminal();
      start('serve');
      const wait = reader.waitFor(text(pattern), patient);
      print('booting\r\n not yet rea');
      print('dy');
      expect((await wait).line?.text).toBe(' not yet ready');
    }
  });

  it('does not take the echo of the command for it', async () => {
    const { reader, print, start } = terminal();
    const run = start('echo ready');
    const wait = reader.waitFor(text('ready'), { from: 0, patienceMs: 10_000 });
    print('nothing\r\n');
    run.ends({ kind: 'done', exitCode: 0 }, { start: run.outputStart, end: 21 }, 0);
    expect(await wait).toEqual({ line: null, looked: 21, gap: 0 });
  });

  it('ends with the run, and does not take the prompt behind it', async () => {
    const { reader, print, start, output } = terminal();
    const run = start('make');
    print('done\r\n');
    const { end } = output;
    run.ends({ kind: 'done', exitCode: 0 }, { start: run.outputStart, end }, 0);
    print('ops@vm:~$ ');
    expect(await reader.waitFor(text('ops@'), patient)).toEqual({ line: null, looked: end, gap: 0 });
  });

  it('ends when the program needs something, when patience is over, and when the caller gives up', async () => {
    const { reader, start } = terminal();
    const run = start('ask');
    const wait = reader.waitFor(text('x'), patient);
    run.becomes({ kind: 'needs-input', input: 'confirm', line: '[y/N]' });
    expect((await wait).line).toBeNull();
    expect((await reader.waitFor(text('x'), { from: 0, patienceMs: 10 })).line).toBeNull();
    const giveUp = new AbortController();
    const given = reader.waitFor(text('x'), patient, giveUp.signal);
    giveUp.abort(new Error('given up'));
    await expect(given).rejects.toThrow('given up');
  });

  it('names what the ring lost before it could be looked at', async () => {
    const { reader, print, start } = terminal();
    start('flood');
    print('x'.repeat(99).concat('\r\n').repeat(60_000));
    print('end\r\n');
    const { line, gap } = await reader.waitFor(text('^end'), patient);
    expect(line?.text).toBe('end');
    expect(gap).toBeGreaterThan(1_000_000);
  });
});
