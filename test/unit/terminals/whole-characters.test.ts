import { describe, expect, it } from 'vitest';
import { headAndTail, PAGE_BUDGET } from '../../../main/mcp/output-excerpt.ts';
import { TerminalOutput } from '../../../main/terminals/terminal-output.ts';

const replacement = '\ufffd';

function printed(text: string | Uint8Array): TerminalOutput {
  const output = new TerminalOutput({ cols: 80, rows: 24 }, () => {});
  output.append(Buffer.from(text));
  return output;
}

describe('reading output that is not ASCII', () => {
  const chinese = '上海的服务器一切正常，磁盘还有空间。😀ñ\n'.repeat(3);
  const bytes = Buffer.byteLength(chinese);

  it('shows each character once, whatever the size of a page', () => {
    const output = printed(chinese);
    for (let size = 4; size < 40; size += 1) {
      let text = '';
      for (let at = 0; at < bytes; ) {
        const part = output.read(at, size, false);
        expect(part).toMatchObject({ start: at, gap: 0 });
        expect(part.end).toBeGreaterThan(at);
        text += part.text;
        at = part.end;
      }
      expect(text).toBe(chinese);
    }
    output.dispose();
  });

  it('begins at the next character where it is asked to begin within one', () => {
    const output = printed('上海');
    expect(output.read(1, 100, false)).toEqual({ text: '海', start: 3, end: 6, gap: 0 });
    expect(output.read(2, 2, false)).toEqual({ text: '', start: 3, end: 3, gap: 0 });
    output.dispose();
  });

  it('leaves the first half of a character for the next page, unless nothing more can come', () => {
    const output = printed(Buffer.from('好的').subarray(0, 5));
    expect(output.read(0, 100, false)).toMatchObject({ text: '好', end: 3 });
    expect(output.read(3, 100, false)).toMatchObject({ text: '', start: 3, end: 3 });
    expect(output.read(0, 100, true)).toMatchObject({ text: `好${replacement}`, end: 5 });
    output.append(Buffer.from('的').subarray(2));
    expect(output.read(3, 100, false)).toMatchObject({ text: '的', end: 6 });
    output.dispose();
  });

  it('hides nothing that is no UTF-8', () => {
    const output = printed(Buffer.from([0x61, 0xe4, 0xb8, 0x62, 0x80, 0x80, 0x80, 0x80, 0xff, 0x63]));
    expect(output.read(0, 3, false)).toMatchObject({ end: 3 });
    expect(output.read(0, 6, false)).toMatchObject({ end: 6 });
    expect(output.read(4, 100, false)).toMatchObject({ start: 4, end: 10 });
    output.dispose();
  });

  it('begins with a whole character where the ring has forgotten the front', () => {
    const output = printed('界'.repeat(2_000_000));
    const part = output.read(0, 10, false);
    expect(part.text).toBe('界界界');
    expect(part.gap).toBe(part.start);
    output.dispose();
  });

  it('has clean edges between head and tail, and between pages', () => {
    for (let shift = 0; shift < 3; shift += 1) {
      const text = `${'x'.repeat(shift)}${'服务器😀'.repeat(4_000)}`;
      const output = printed(text);
      const read = (from: number, most: number) => output.read(from, most, false);
      const excerpt = headAndTail(read, 0, output.end);
      expect(excerpt.text).not.toContain(replacement);
      const rest = headAndTail(read, excerpt.next, output.end, PAGE_BUDGET);
      expect(rest.text).not.toContain(replacement);
      expect(excerpt.text.startsWith(text.slice(0, 100))).toBe(true);
      expect(text).toContain(rest.text);
      output.dispose();
    }
  });

  it('goes on at the character that had not come wholly', () => {
    const output = printed(Buffer.from('服务').subarray(0, 5));
    const read = (from: number, most: number) => output.read(from, most, false);
    expect(headAndTail(read, 0, 5)).toMatchObject({ text: '服', next: 3, omitted: 0 });
    output.dispose();
  });
});
