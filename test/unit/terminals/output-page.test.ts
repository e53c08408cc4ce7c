import { describe, expect, it } from 'vitest';
import { headAndTail, PAGE_BUDGET } from '../../../main/mcp/output-excerpt.ts';
import type { Edges } from '../../../main/terminals/output-page.ts';
import { plainString } from '../../../main/terminals/plain-text.ts';
import { TerminalOutput } from '../../../main/terminals/terminal-output.ts';
import { Seeded } from '../../support/seeded.ts';

function printed(text: string | Uint8Array): TerminalOutput {
  const output = new TerminalOutput({ cols: 200, rows: 50 }, () => {});
  output.append(Buffer.from(text));
  return output;
}

const reader = (output: TerminalOutput) => (from: number, most: number, edges?: Edges) =>
  output.read(from, most, false, edges);

/** What a log has besides its words: colours, titles, links, images, lines. */
const PIECES = [
  ...['word', 'another word', '中文', 'é', '😀', ' ', '\r\n', '\r\n', '\t'],
  ...['\x1b[31m', '\x1b[0m', '\x1b[38;2;100;200;30m', '\x1b(B', '\x1b[?25h', '\x1b[K'],
  ...['\x1b]0;a title\x07', '\x1b]8;;http://host/\x1b\\', '\x1bP+q544e\x1b\\', '\x1b]1337;File=AAAA\x07'],
] as const;

describe('pages of output', () => {
  it('put together are all of it, whatever their size', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = new Seeded(seed);
      const text = Array.from({ length: 60 }, () => random.pick(PIECES)).join('');
      const output = printed(text);
      const size = 4 + random.number(60);
      const edges = random.number(2) === 0 ? {} : { to: output.end };
      let pages = '';
      for (let at = 0; at < output.end; ) {
        const page = output.read(at, size, true, edges);
        expect(page.start, `seed ${seed}`).toBe(at);
        expect(page.end, `seed ${seed}`).toBeGreaterThan(at);
        pages += page.text;
        at = page.end;
      }
      expect(pages, `seed ${seed}: ${JSON.stringify(text)}`).toBe(plainString(text));
      output.dispose();
    }
  });

  it('that are asked to begin anywhere show no part of an escape sequence', () => {
    const text = 'one\x1b[38;2;100;200;30mtwo\x1b]8;;http://host/\x1b\\three\x1b]0;title\x07four\x1bP+q544e\x1b\\five';
    const output = printed(text);
    const plain = plainString(text);
    for (let from = 0; from < output.end; from += 1) {
      const page = output.read(from, 1_000, true);
      expect(plain.endsWith(page.text), `from ${from}: ${page.text}`).toBe(true);
    }
    output.dispose();
  });

  it('wait for the end of a sequence that has not come wholly, unless nothing more can come', () => {
    const output = printed('text\x1b]0;tit');
    expect(output.read(0, 1_000, false)).toMatchObject({ text: 'text', end: 4 });
    expect(output.read(4, 1_000, false)).toMatchObject({ text: '', end: 4 });
    expect(output.read(0, 1_000, true)).toMatchObject({ text: 'text0;tit', end: output.end });
    output.append(Buffer.from('le\x07 more'));
    expect(output.read(4, 1_000, false)).toMatchObject({ text: ' more', end: output.end });
    output.dispose();
  });

  it('take the half sequence that a run left behind, without looking into what follows it', () => {
    const output = printed('half\x1b[3');
    const { end } = output;
    output.append(Buffer.from('\x1b[?2004hprompt$ '));
    expect(output.read(0, 1_000, false, { to: end })).toMatchObject({ text: 'half', end });
    output.dispose();
  });

  it('end behind a line where more follows', () => {
    const output = printed('first line\r\nsecond line\r\nthird line\r\n');
    expect(output.read(0, 30, false, { to: output.end })).toMatchObject({ text: 'first line\nsecond line\n' });
    expect(output.read(0, 30, false).text).toBe('first line\nsecond line\nthird');
    output.dispose();
  });

  it('begin with a line where the ring has forgotten the front, and count it with what is lost', () => {
    const output = printed(`${'0123456789abcdef\r\n'.repeat(300_000)}`);
    const page = output.read(0, 60, false);
    expect(page.text.startsWith('0123456789abcdef\n')).toBe(true);
    expect(page.gap).toBe(page.start);
    output.dispose();
  });

  it('read at the width that the terminal had', () => {
    const output = new TerminalOutput({ cols: 10, rows: 50 }, () => {});
    // Ten columns are full: the return is one on the next row.
    output.append(Buffer.from('0123456789ab\rAB\r\n'));
    output.resize({ cols: 20, rows: 50 });
    const wider = output.end;
    output.append(Buffer.from('0123456789ab\rAB\r\n'));
    expect(output.read(0, 1_000, true).text).toBe('0123456789AB\nAB23456789ab\n');
    expect(output.read(wider, 1_000, true).text).toBe('AB23456789ab\n');
    output.dispose();
  });
});

describe('head and tail of output', () => {
  it('are whole lines', () => {
    const output = printed(Array.from({ length: 9_000 }, (_, line) => `\x1b[32mline ${line}\x1b[0m\r\n`).join(''));
    const { text } = headAndTail(reader(output), 0, output.end);
    const lines = text.split('\n').filter((line) => line !== '');
    expect(lines.every((line) => /^(line \d+|\[… \d+ bytes omitted; cursor \d+ continues here …\])$/.test(line))).toBe(
      true,
    );
    output.dispose();
  });

  it('of a hundred thousand redraws of one line are its last state', () => {
    const steps = Array.from({ length: 100_000 }, (_, step) => `\r${step}%`).join('');
    const output = printed(`start\r\n${steps}`);
    const first = headAndTail(reader(output), 0, output.end);
    expect(Buffer.byteLength(first.text)).toBeLessThan(200);
    expect(first.text.startsWith('start\n')).toBe(true);
    expect(first.text.endsWith('99999%')).toBe(true);
    output.dispose();
  });

  it('without a tail is a page, and the next one goes on', () => {
    const all = Array.from({ length: 5_000 }, (_, line) => `line ${line}\n`).join('');
    const output = printed(all.replaceAll('\n', '\r\n'));
    let text = '';
    for (let at = 0; at < output.end; ) {
      const page = headAndTail(reader(output), at, output.end, PAGE_BUDGET);
      text += page.text;
      at = page.next;
    }
    expect(text).toBe(all);
    output.dispose();
  });
});
